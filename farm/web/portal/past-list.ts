import type { ListPage } from '../../lists/list-entries.ts'
import { listAsOf } from '../../sites/as-of.ts'
import { rowItem } from '../present/row-item.ts'
import type { Visit } from '../visit.ts'
import type { ShownRow } from './home.ts'
import { listRequest, readFilters } from './list-query.ts'
import type { PastVisit } from './past-visit.ts'
import { chipsOf, moved, type ShownList } from './read-list.ts'
import { kindsOf } from './section.ts'

const NO_SEARCH = new URLSearchParams()

/** A page of a section's list as it was, shown as lists are; undefined where the site has no such section now. */
export async function pastList(
  visit: Visit,
  past: PastVisit,
  { slug, search, limit }: { readonly slug: string; readonly search?: URLSearchParams; readonly limit?: number },
): Promise<ShownList | undefined> {
  const subscription = past.services.find((one) => one.slug === slug)
  if (!subscription) return undefined
  const asked = search ?? NO_SEARCH
  const section = kindsOf(visit, subscription)
  // Words were not kept as they stood then: a list of the past is filtered by what is in its entries alone.
  const filters = { ...readFilters(asked, visit, section.main), query: '' }
  const request = listRequest(filters, { sections: [section], search: asked, now: past.at })
  const page = await listAsOf(visit.farm, {
    ...{ ...request, limit: limit ?? request.limit },
    ...{ subscription: subscription.id, at: past.at },
  })
  const turned = (name: 'before' | 'after', cursor: typeof page.next) =>
    cursor ? moved(asked, name, `${cursor.sortAt}.${cursor.entry}`) : undefined
  const chips = chipsOf(visit, { filters, search: asked, main: section.main })
  return {
    counts: { total: page.total ?? 0, terms: new Map() },
    rows: pastRowsOf(visit, past, { items: page.items, slug }),
    facets: () => [],
    chips,
    filtered: chips.length > 0,
    filters,
    previous: turned('before', page.previous),
    next: turned('after', page.next),
    exportQuery: '',
  }
}

function pastRowsOf(
  visit: Visit,
  past: PastVisit,
  { items, slug }: { readonly items: ListPage['items']; readonly slug: string },
): readonly ShownRow[] {
  return items.flatMap((one) => {
    const serviceType = visit.memory.serviceType(one.entry.serviceType)
    if (!serviceType) return []
    const { id, updatedAt } = one.entry
    return [
      {
        name: `past ${past.date} ${visit.language} ${one.subscription} ${id} ${updatedAt}`,
        layout: serviceType.presentation.row,
        get item() {
          return rowItem(one, serviceType, { visit, href: past.entryLink(slug, one.entry) })
        },
      },
    ]
  })
}
