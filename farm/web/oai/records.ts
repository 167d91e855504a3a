import { lheoDocument } from '../../../exports/lheo.ts'
import type { OaiRecord } from '../../../exports/oai-answer.ts'
import { dublinCore } from '../../../exports/oai-dc.ts'
import { facetsOf } from '../../../pipeline/model/facets.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { themeTerm } from '../../../pipeline/terms.ts'
import { asArranged } from '../../lists/as-arranged.ts'
import type { Listed } from '../../lists/listed.ts'
import { shownEntries } from '../../lists/moved-entries.ts'
import { exportedEntry } from '../portal/exported-entry.ts'
import { enclosuresOf, type Picked } from '../portal/exported-files.ts'
import { entryPath } from '../present/row-item.ts'
import type { Visit } from '../visit.ts'
import { setOfTerm } from './sets.ts'

/** Schemes of metadata a site gives: `oai_dc` of everything, `lheo` of trainings. */
export const OAI_FORMATS = [
  {
    prefix: 'oai_dc',
    schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
    namespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
  },
  { prefix: 'lheo', schema: 'http://lheo.gouv.fr/2.3/lheo.xsd', namespace: 'http://lheo.gouv.fr/2.3' },
] as const

/** Name of one of them in a request. */
export type OaiPrefix = (typeof OAI_FORMATS)[number]['prefix']

/** Whether entries of a kind can be told so. */
export function disseminates(serviceType: ServiceType, prefix: OaiPrefix): boolean {
  return prefix === 'oai_dc' || serviceType.exports.includes(prefix)
}

/** An entry at its place in the list, as `movedEntries` gives it. */
export interface Moved {
  readonly entry: number
  readonly stamp: number
  readonly shown: boolean
}

/** What a site tells of entries: records with their metadata in a scheme, or headers alone where none is named. Two statements. */
export async function recordsOf(
  visit: Visit,
  moved: readonly Moved[],
  prefix: OaiPrefix | undefined,
): Promise<readonly OaiRecord[]> {
  const site = visit.site?.id ?? ''
  const shown = moved.flatMap((one) => (one.shown ? [one.entry] : []))
  const listed = await shownEntries(visit.farm.storage, { site, entries: shown })
  const picked = new Map([...listed].flatMap(([id, one]) => pickedOf(visit, one, id)))
  const metadata =
    prefix === undefined ? new Map<number, string>() : await metadataOf(visit, [...picked.values()], prefix)
  return moved.map(({ entry, stamp }) => {
    const about = picked.get(entry)
    const header = { identifier: identifierOf(visit, entry), datestamp: stamp }
    // Taken back since the list was drawn: told as it is now.
    if (!about) return { ...header, sets: [], deleted: true }
    return { ...header, sets: specsOf(visit, about), deleted: false, metadata: metadata.get(entry) }
  })
}

/** Identifier of an entry, the same on every site of the farm. */
export function identifierOf({ farm }: Pick<Visit, 'farm'>, entry: number): string {
  return `oai:${farm.settings.domain}:${entry}`
}

/** The entry an identifier means; undefined for any other text. */
export function entryOf({ farm }: Pick<Visit, 'farm'>, identifier: string): number | undefined {
  const start = `oai:${farm.settings.domain}:`
  const number = identifier.startsWith(start) ? identifier.slice(start.length) : ''
  return /^[1-9]\d{0,14}$/.test(number) ? Number(number) : undefined
}

function pickedOf(visit: Visit, listed: Listed, id: number): readonly (readonly [number, Picked])[] {
  const { memory, sections, origin, href } = visit
  const section = sections.find((one) => one.id === listed.subscription)
  const serviceType = memory.serviceType(listed.entry.serviceType)
  if (!section || !serviceType || serviceType.visibility !== 'public') return []
  const { entry, values } = asArranged(listed, { arrangement: section.arrangement, knowledge: memory })
  return [[id, { entry, values, serviceType, link: `${origin}${href(entryPath(section.slug, entry))}` }]]
}

async function metadataOf(
  visit: Visit,
  picked: readonly Picked[],
  prefix: OaiPrefix,
): Promise<ReadonlyMap<number, string>> {
  const files = prefix === 'oai_dc' ? await enclosuresOf(visit, picked) : []
  return new Map(
    picked.map((one, at) => {
      const exported = exportedEntry(visit, { ...one, enclosures: files[at] ?? [] })
      const written = prefix === 'oai_dc' ? dublinCore(exported) : lheoDocument(exported, { reading: visit.show })
      return [one.entry.id, written]
    }),
  )
}

/** The sets an entry is in by its own themes and places; those around them go without saying, but for what crosses borders. */
function specsOf(visit: Visit, { serviceType, values }: Picked): readonly string[] {
  const { themes, territories } = facetsOf(serviceType, values)
  const crossing = territories
    .flatMap((key) => visit.memory.gazetteer.ancestors(key))
    .filter((key) => /^(?:epci|arrondissement|perimeter):/.test(key))
  const terms = [`kind:${serviceType.id}`, ...themes.map(themeTerm), ...territories, ...crossing]
  return [...new Set(terms.flatMap((term) => setOfTerm(visit, term)?.spec ?? []))]
}
