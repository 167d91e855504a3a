import { TERRITORY_SCHEME } from '../model/subject-schemes.ts'
import type { Gazetteer } from '../model/territory.ts'
import { feedFields } from './feed-fields.ts'
import type { FeedItem } from './feed-item.ts'
import { feedIntakeItem } from './feed-raw.ts'
import { atOnce } from './in-turn.ts'
import { readLheo } from './lheo.ts'
import { LHEO_NAMESPACES } from './lheo-mapping.ts'
import type { OaiRead } from './oai-pmh.ts'
import type { IntakeItem, IntakeText } from './reader.ts'
import { textSource } from './text-source.ts'
import { nodesIn, nodeText, writeNode, type XmlNode } from './xml-nodes.ts'
import { rootOf } from './xml-root.ts'

/** What reading records takes. */
export interface OaiReading extends Pick<IntakeText, 'options' | 'warnings'> {
  readonly gazetteer: Gazetteer
}

/**
 * The items a record of a repository stands for, from its place in the harvest: one of an `oai_dc` record, as many as there are actions
 * in a LHÉO one, none that is deleted but the word that it is gone.
 */
export function oaiItems(record: OaiRead, line: number, reading: OaiReading): readonly IntakeItem[] {
  const { identifier, deleted, metadata } = record
  if (identifier === '') return []
  if (deleted) return [{ line, raw: {}, externalId: identifier, gone: true, problems: [] }]
  if (metadata === undefined)
    return [{ line, raw: {}, externalId: identifier, problems: [{ code: 'no-metadata', line }] }]
  if (/^lheo/.test(metadata.name)) return lheoItems(record, line, reading)
  return [feedIntakeItem(dublinItem(record, metadata, reading), line, feedContext(reading))]
}

function feedContext({ options, warnings }: OaiReading) {
  return { options, warnings, feed: { items: [] }, fields: feedFields(options.serviceType) }
}

/** Dublin Core in the words of a feed: kinds find their fields in it as they do in one. */
function dublinItem({ identifier, sets }: OaiRead, metadata: XmlNode, { gazetteer }: OaiReading): FeedItem {
  const all = (name: string) =>
    nodesIn(metadata, name)
      .map(nodeText)
      .filter((text) => text !== '')
  const addresses = [...all('identifier'), ...all('relation')].filter((text) => /^https?:\/\//i.test(text))
  const description = all('description').join('\n\n') || undefined
  return {
    id: identifier,
    link: addresses[0],
    title: all('title')[0],
    summary: description,
    content: description,
    date: all('date')[0]?.slice(0, 10),
    author: all('creator').join(', ') || undefined,
    source: all('source').find((text) => !/^https?:/i.test(text)) ?? all('publisher')[0],
    language: all('language')[0],
    categories: [
      ...[...all('subject'), ...themesIn(sets)].map((term) => ({ term })),
      ...[...placesIn(sets), ...all('coverage').flatMap((text) => placeNamed(text, gazetteer))].map((term) => ({
        term,
        scheme: TERRITORY_SCHEME,
      })),
    ],
    bases: [],
  }
}

// Another farm tells its themes and places by their codes in its sets.
function themesIn(sets: readonly string[]): readonly string[] {
  return sets.flatMap((set) => (set.startsWith('theme:') ? [set.slice(set.lastIndexOf(':') + 1)] : []))
}

const PLACE = /^territory:(?:.*:)?(commune|departement|region|country)-(\w+)$/

function placesIn(sets: readonly string[]): readonly string[] {
  return sets.flatMap((set) => {
    const [, level, code] = PLACE.exec(set) ?? []
    return level === undefined ? [] : [`${level}:${code}`]
  })
}

function placeNamed(text: string, gazetteer: Gazetteer): readonly string[] {
  const found = gazetteer.resolve(text)
  return found.kind === 'found' ? [found.territory.key] : []
}

function lheoItems(
  { identifier, metadata }: OaiRead,
  line: number,
  { options, warnings }: OaiReading,
): readonly IntakeItem[] {
  const formations = metadata === undefined ? [] : nodesIn(nodesIn(metadata, 'offres')[0] ?? metadata, 'formation')
  const text = `<lheo xmlns="${LHEO_NAMESPACES[0]}"><offres>${formations.map(writeNode).join('')}</offres></lheo>`
  const root = rootOf(text)
  const read = root && atOnce(readLheo({ text: textSource(text), options, warnings }, root))
  if (!read?.ok) return [{ line, raw: {}, externalId: identifier, problems: read?.problems ?? [] }]
  // The repository names the record, not its actions: the first is it, the others stand behind it.
  return [...read.value.items].map((item, at) => ({
    ...item,
    line,
    externalId: at === 0 ? identifier : `${identifier}#${at + 1}`,
  }))
}
