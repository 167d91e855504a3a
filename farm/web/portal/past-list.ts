import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { Listed } from '../../lists/listed.ts'
import { countAsOf, listAsOf, type PastListRequest } from '../../sites/list-as-of.ts'
import { rowItem } from '../present/row-item.ts'
import type { ShownRow } from './home.ts'
import { listFacets } from './list-facets.ts'
import { listRequest, NO_FILTERS, readFilters, withFilter, writeCursor } from './list-query.ts'
import type { PastVisit } from './past-visit.ts'
import { chipsOf, moved, type ShownList } from './read-list.ts'
import { kindsOf } from './section.ts'

/** A list of the past, ready to show. */
export interface PastList extends ShownList {
  /** Its figures are those of its first entries only. */
  readonly partial: boolean
}

/** A page of a section's list as the public saw it; undefined where the site had no such section then. */
export async function pastList(
  past: PastVisit,
  { slug, search }: { readonly slug: string; readonly search: URLSearchParams },
): Promise<PastList | undefined> {
  const { visit } = past
  const subscription = past.services.find((one) => one.slug === slug)
  if (!subscription) return undefined
  const section = kindsOf(visit, subscription)
  const filters = readFilters(search, visit, section.main)
  const asked = listRequest(filters, { sections: [section], search, now: past.at })
  const request: PastListRequest = { ...asked, section: subscription, at: past.at }
  const [page, counts] = await Promise.all([listAsOf(visit.farm, request), countAsOf(visit.farm, request)])
  const chips = chipsOf(visit, { filters, search, main: section.main })
  return {
    counts: { total: counts.total ?? 0, terms: counts.terms },
    partial: counts.partial,
    rows: pastRowsOf(past, { items: page.items, slug }),
    facets: () => listFacets({ visit, filters, sections: [section], counts: counts.terms, search }),
    chips,
    filtered: chips.length > 0 || search.has('after') || search.has('before'),
    clear: past.link(`/${slug}`),
    filters,
    upcoming: request.upcoming,
    previous: page.previous ? moved(search, 'before', writeCursor(page.previous)) : undefined,
    next: page.next ? moved(search, 'after', writeCursor(page.next)) : undefined,
    exportQuery: withFilter(search, '', null),
  }
}

/** The first rows of a section as the public saw them, as a home page shows them. */
export async function pastHead(
  past: PastVisit,
  { slug, rows }: { readonly slug: string; readonly rows: number },
): Promise<readonly ShownRow[]> {
  const { visit } = past
  const subscription = past.services.find((one) => one.slug === slug)
  if (!subscription) return []
  const sections = [kindsOf(visit, subscription)]
  const asked = listRequest(NO_FILTERS, { sections, search: new URLSearchParams(), now: past.at })
  const page = await listAsOf(visit.farm, { ...asked, section: subscription, at: past.at, limit: rows })
  return pastRowsOf(past, { items: page.items.slice(0, rows), slug })
}

function pastRowsOf(
  past: PastVisit,
  { items, slug }: { readonly items: readonly Listed[]; readonly slug: string },
): readonly ShownRow[] {
  const { visit } = past
  return items.flatMap((one) => {
    const serviceType = visit.memory.serviceType(one.entry.serviceType)
    if (!serviceType) return []
    const { id, updatedAt } = one.entry
    return [
      {
        name: `past ${past.at} ${visit.language} ${one.subscription} ${id} ${updatedAt}`,
        layout: serviceType.presentation.row,
        kind: inLanguage(serviceType.label, visit.language),
        get item() {
          return rowItem(one, serviceType, { visit, href: past.entryLink(slug, one.entry) })
        },
      },
    ]
  })
}
