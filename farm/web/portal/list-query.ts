import type { Field } from '../../../pipeline/model/field.ts'
import { parisDay } from '../../../pipeline/model/paris.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { facetTerm, themeTerm } from '../../../pipeline/terms.ts'
import type { Cursor, ListRequest } from '../../lists/list-request.ts'
import type { Visit } from '../visit.ts'
import { type AskedPeriod, periodOf, reachesBack, readPeriod } from './list-period.ts'
import type { SectionKinds } from './section.ts'

/** The filters of a list, read from its address; each is a parameter with one value. */
export interface ListFilters {
  readonly query: string
  /** Code of the theme those words name, by its label or a synonym. */
  readonly named?: string | undefined
  readonly theme: string | undefined
  /** Territory key. */
  readonly place: string | undefined
  /** What was typed as a place and could not be read. */
  readonly unreadPlace: string | undefined
  /** Days asked for, of the date the list goes by. */
  readonly period: AskedPeriod | undefined
  /** Declared facets: field and value. */
  readonly facets: readonly (readonly [field: string, value: string])[]
}

/** A list as it is, with nothing asked of it. */
export const NO_FILTERS: ListFilters = {
  ...{ query: '', theme: undefined, place: undefined, unreadPlace: undefined },
  ...{ period: undefined, facets: [] },
}

/** Rows of a page. */
export const PAGE_SIZE = 30

/** Reads the filters of a list; what is not known is ignored, so that an old address still shows something. */
export function readFilters(
  search: URLSearchParams,
  { memory }: Visit,
  serviceType: ServiceType | undefined,
): ListFilters {
  const theme = search.get('theme') ?? undefined
  const typed = (search.get('place') ?? search.get('where') ?? '').trim().slice(0, LONGEST)
  const place = typed === '' ? undefined : placeOf(typed, memory)
  const facets = (serviceType?.presentation.facets ?? []).flatMap((name) => {
    const value = search.get(name)
    return value ? [[name, value] as const] : []
  })
  const query = (search.get('q') ?? '').trim().slice(0, LONGEST)
  return {
    query,
    named: query === '' ? undefined : memory.thesaurus.resolve('themes', query)?.code,
    // A code that was merged since is read as what it leads to.
    theme: theme && memory.thesaurus.get('themes', theme)?.code,
    place,
    unreadPlace: typed !== '' && place === undefined ? typed : undefined,
    period: readPeriod(search),
    facets,
  }
}

function placeOf(typed: string, memory: Visit['memory']): string | undefined {
  const found = memory.gazetteer.resolve(typed)
  if (found.kind === 'found') return found.territory.key
  return found.kind === 'ambiguous' ? found.candidates[0]?.key : memory.gazetteer.suggest(typed, { limit: 1 })[0]?.key
}

/**
 * What an address asks of a list and nothing else, each parameter once and no longer than it is read: every link of a page says it again.
 */
export function askedOnly(search: URLSearchParams, serviceType: ServiceType | undefined): URLSearchParams {
  const names = new Set([...ASKED, ...(serviceType?.presentation.facets ?? [])])
  const asked = new URLSearchParams()
  for (const [name, value] of search)
    if (names.has(name) && value !== '' && !asked.has(name)) asked.set(name, value.slice(0, LONGEST))
  return asked
}

const ASKED = ['q', 'theme', 'place', 'where', 'from', 'to', 'period', 'kind', 'after', 'before']
const LONGEST = 200

/** What to ask the database for a list with these filters. */
export function listRequest(
  filters: ListFilters,
  {
    sections,
    search,
    now,
  }: { readonly sections: readonly SectionKinds[]; readonly search: URLSearchParams; readonly now: number },
): ListRequest {
  const only = sections.length === 1 ? sections[0] : undefined
  const { order, limit: most } = only?.subscription.arrangement ?? {}
  // Newest first on purpose shows what is past too.
  const upcoming = only?.main?.order?.upcoming === true && order !== 'newest'
  // A section that ends after its first ones keeps its own window.
  const past = filters.period !== undefined && most === undefined && reachesBack(filters.period, now)
  return {
    subscriptions: sections.map((one) => one.subscription.id),
    terms: [
      ...(filters.theme ? [themeTerm(filters.theme)] : []),
      ...(filters.place ? [filters.place] : []),
      ...filters.facets.map(([field, value]) => facetTerm(field, value)),
    ],
    query: filters.query,
    named: filters.named === undefined ? undefined : themeTerm(filters.named),
    upcoming,
    order,
    most,
    from: upcoming && !past ? Date.parse(`${parisDay(now)}T00:00:00Z`) - 2 * 3_600_000 : undefined,
    period: filters.period && periodOf(filters.period, now),
    after: readCursor(search.get('after')),
    before: readCursor(search.get('before')),
    limit: PAGE_SIZE,
  }
}

/** A cursor as an address carries it: `1795312392310.3002`. */
export function writeCursor({ sortAt, entry }: Cursor): string {
  return `${sortAt}.${entry}`
}

/** The cursor of an address, or undefined. */
export function readCursor(text: string | null): Cursor | undefined {
  const [, sortAt, entry] = /^(-?\d{1,16})\.(\d{1,16})$/.exec(text ?? '') ?? []
  return sortAt === undefined || entry === undefined ? undefined : { sortAt: Number(sortAt), entry: Number(entry) }
}

/** The address of the same list with one filter changed, from its first page; `period` stands for all that says days. */
export function withFilter(search: URLSearchParams, name: string, value: string | null): string {
  const changed = new URLSearchParams([...search].filter(([, said]) => said !== ''))
  const replaced = name === 'place' ? ['place'] : name === 'period' ? ['from', 'to'] : []
  for (const gone of ['after', 'before', 'where', ...replaced]) changed.delete(gone)
  if (search.has('where') && name !== 'place' && !changed.has('place')) changed.set('place', search.get('where') ?? '')
  if (value === null) changed.delete(name)
  else changed.set(name, value)
  const text = changed.toString()
  return text === '' ? '' : `?${text}`
}

/** Words of one value of a declared facet. */
export function facetLabel(field: Field, value: string, { memory, language, words }: Visit): string {
  if (field.type === 'boolean') return words(value === 'true' ? 'portal.yes' : 'portal.no')
  const label =
    field.type === 'term'
      ? memory.thesaurus.get(field.vocabulary ?? 'themes', value)?.label
      : field.choices?.find((one) => one.code === value)?.label
  return label?.[language] ?? label?.fr ?? value
}
