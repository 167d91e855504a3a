import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { ListCounts } from '../../lists/count-list.ts'
import { listEntries } from '../../lists/list-entries.ts'
import type { Visit } from '../visit.ts'
import { rowsOf, type ShownRow } from './home.ts'
import { keptCounts } from './kept-counts.ts'
import { type FacetGroup, listFacets } from './list-facets.ts'
import { periodText } from './list-period.ts'
import { facetLabel, type ListFilters, listRequest, readFilters, withFilter, writeCursor } from './list-query.ts'
import type { SectionKinds } from './section.ts'

/** A list ready to show. */
export interface ShownList {
  readonly rows: readonly ShownRow[]
  /** What was counted, the same object while it holds. */
  readonly counts: ListCounts
  /** Worked out from the counts when asked for. */
  facets(): readonly FacetGroup[]
  readonly chips: readonly { readonly group: string; readonly label: string; readonly removeHref: string }[]
  readonly filtered: boolean
  /** Address of the list with nothing asked of it, where that is not its bare one. */
  readonly clear?: string
  readonly filters: ListFilters
  /** The next first, from today on. */
  readonly upcoming: boolean
  readonly previous: string | undefined
  readonly next: string | undefined
  /** `?…` of the filters alone, for the exports of the very same list. */
  readonly exportQuery: string
}

/** Reads a page of a list, what is pinned before it, its count and the counts of its facets: three statements on the first page, one on others while the counts hold. */
export async function readList(
  visit: Visit,
  sections: readonly SectionKinds[],
  search: URLSearchParams,
): Promise<ShownList> {
  const main = sections.length === 1 ? sections[0]?.main : undefined
  const filters = readFilters(search, visit, main)
  const plain = listRequest(filters, { sections, search, now: visit.farm.now() })
  // A search answers in plain order: what is pinned leads its own list only.
  const request =
    sections.length === 1 && plain.query === '' ? { ...plain, pinsOf: sections[0]?.subscription.site } : plain
  const [page, counts] = await Promise.all([listEntries(visit.farm.storage, request), keptCounts(visit, request)])
  const slugs = new Map(sections.map((one) => [one.subscription.id, one.subscription.slug]))
  const chips = chipsOf(visit, { filters, search, main })
  return {
    counts,
    rows: page.items.flatMap((one) => rowsOf(visit, [one], slugs.get(one.subscription) ?? '')),
    facets: () => listFacets({ visit, filters, sections, counts: counts.terms, search }),
    chips,
    filtered: chips.length > 0 || search.has('after') || search.has('before'),
    filters,
    upcoming: request.upcoming,
    previous: page.previous ? moved(search, 'before', writeCursor(page.previous)) : undefined,
    next: page.next ? moved(search, 'after', writeCursor(page.next)) : undefined,
    exportQuery: withFilter(search, '', null),
  }
}

/** The address of another page of the same list. */
export function moved(search: URLSearchParams, name: 'before' | 'after', cursor: string): string {
  const changed = new URLSearchParams(search)
  changed.delete('before')
  changed.delete('after')
  changed.set(name, cursor)
  return `?${changed}`
}

/** The filters in force, each with the address of the list without it. */
export function chipsOf(
  visit: Visit,
  { filters, search, main }: { filters: ListFilters; search: URLSearchParams; main: SectionKinds['main'] },
): ShownList['chips'] {
  const { words, memory, language } = visit
  const without = (name: string) => withFilter(search, name, null) || '?'
  const theme = filters.theme && memory.thesaurus.get('themes', filters.theme)
  return [
    ...(filters.query ? [{ group: words('portal.facet.words'), label: filters.query, removeHref: without('q') }] : []),
    ...(theme
      ? [{ group: words('portal.facet.theme'), label: inLanguage(theme.label, language), removeHref: without('theme') }]
      : []),
    ...(filters.place
      ? [
          {
            group: words('portal.facet.place'),
            label: memory.gazetteer.get(filters.place)?.name ?? '',
            removeHref: without('place'),
          },
        ]
      : []),
    ...(filters.period
      ? [
          {
            group: words('portal.facet.date'),
            label: periodText(filters.period, visit),
            removeHref: without('period'),
          },
        ]
      : []),
    ...filters.facets.flatMap(([name, value]) => {
      const field = main?.fields.find((one) => one.name === name)
      return field
        ? [
            {
              group: inLanguage(field.label, language),
              label: facetLabel(field, value, visit),
              removeHref: without(name),
            },
          ]
        : []
    }),
  ]
}
