import type { Field } from '../model/field.ts'
import type { RawValue } from '../model/field-types/field-type.ts'
import type { Problem } from '../model/problem.ts'
import { TERRITORY_SCHEME } from '../model/subject-schemes.ts'
import { writtenDate } from '../model/written/dates.ts'
import { absoluteUrl } from './absolute-url.ts'
import type { FeedFields } from './feed-fields.ts'
import type { Feed, FeedCategory, FeedItem } from './feed-item.ts'
import { plainLine, plainLines, shortened } from './feed-text.ts'
import type { IntakeItem, IntakeText } from './reader.ts'

/** What turns items of one feed into items of intake. */
export interface FeedContext extends Pick<IntakeText, 'options' | 'warnings'> {
  readonly feed: Feed
  readonly fields: FeedFields
}

/** The item of a feed in the words of the service type; `line` is its 1-based position. */
export function feedIntakeItem(item: FeedItem, line: number, context: FeedContext): IntakeItem {
  const bases = [context.feed.link, context.options.baseUrl, ...item.bases]
  const link = item.link === undefined ? undefined : absoluteUrl(item.link, ...bases)
  const raw: Record<string, RawValue> = {}
  for (const [field, value] of values(item, { link, bases, context })) {
    if (field !== undefined && value !== undefined && value.length > 0) raw[field.name] ??= value
  }
  return { line, raw, externalId: item.id ?? link, problems: [] }
}

interface Places {
  readonly link: string | undefined
  readonly bases: readonly (string | undefined)[]
  readonly context: FeedContext
}

type Pair = readonly [Field | undefined, string | readonly string[] | undefined]

function values(item: FeedItem, { link, bases, context }: Places): readonly Pair[] {
  const { fields, feed } = context
  const summary = plainLines(item.summary ?? item.content ?? '')
  return [
    [fields.title, shortened(plainLine(item.title ?? '') || shortened(summary, 120), fields.title?.max)],
    [fields.link, link],
    [fields.summary, shortened(withoutRubric(summary, item.summary), fields.summary?.max)],
    [fields.content, withAbsoluteLinks(contentOf(item, fields), bases)],
    [fields.date, readableDate(item.date)],
    [fields.source, shortened(plainLine(item.source ?? feed.title ?? ''), fields.source?.max)],
    [fields.author, shortened(plainLine(item.author ?? feed.author ?? ''), fields.author?.max)],
    [fields.language, (item.language ?? feed.language)?.split('-')[0]?.toLowerCase()],
    [fields.themes, known(item.categories, context)],
    [fields.territories, territories(item.categories)],
  ]
}

function contentOf(item: FeedItem, { content, summary }: FeedFields): string {
  if (item.content !== undefined) return item.content
  return content?.required || summary === undefined ? (item.summary ?? '') : ''
}

/** SPIP ends its descriptions with a dash and a link to the section, which is no part of the text. */
function withoutRubric(text: string, written: string | undefined): string {
  if (!written?.includes('rel="directory"')) return text
  const dash = text.lastIndexOf('\n-\n')
  return dash === -1 ? text : text.slice(0, dash)
}

const ADDRESS = /(<[a-z][^<>]{0,2000}?\s(?:href|src)\s*=\s*)(?:"([^"<>]*)"|'([^'<>]*)')/gi

function withAbsoluteLinks(html: string, bases: readonly (string | undefined)[]): string {
  return html.replace(ADDRESS, (whole: string, before: string, double?: string, single?: string) => {
    const written = double ?? single ?? ''
    const address = /^[a-z][a-z\d+.-]*:/i.test(written)
      ? undefined
      : absoluteUrl(written.replaceAll('&amp;', '&'), ...bases)
    return address === undefined ? whole : `${before}"${address.replaceAll('&', '&amp;').replaceAll('"', '%22')}"`
  })
}

/** The date as written when the farm can read it, with or without the zone it was given in. */
function readableDate(date: string | undefined): string | undefined {
  const written = date?.replace(/\s+/g, ' ').trim() ?? ''
  const bare = written.replace(/ [A-Z]{1,5}$/, '')
  return [written, bare].find((text) => text !== '' && writtenDate(text) !== null)
}

function known(categories: readonly FeedCategory[], { options, warnings }: FeedContext): readonly string[] {
  const themes = new Set<string>()
  for (const { term, label, scheme } of categories) {
    if (scheme === TERRITORY_SCHEME) continue
    const names = [term, label ?? ''].map(plainLine).filter((name) => name !== '')
    const found = names.find((name) => options.knowsTerm?.('themes', name))
    if (found !== undefined) themes.add(found)
    else if (options.knowsTerm && names[0]) warnings.add(unknownTheme(shortened(label ?? names[0], 80)))
  }
  return [...themes]
}

function unknownTheme(value: string): Problem {
  return { code: 'unknown-theme', field: 'themes', params: { value } }
}

// What the feeds of another farm call their territories; only a key says which one is meant.
const TERRITORY_KEY = /^(?:commune|epci|arrondissement|departement|region|country):\w+$/

function territories(categories: readonly FeedCategory[]): readonly string[] {
  return categories
    .filter(({ scheme }) => scheme === TERRITORY_SCHEME)
    .map(({ term }) => term)
    .filter((term) => TERRITORY_KEY.test(term))
}
