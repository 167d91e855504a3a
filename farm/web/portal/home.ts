import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { asArranged } from '../../lists/as-arranged.ts'
import { firstEntries } from '../../lists/first-entries.ts'
import type { Listed } from '../../lists/listed.ts'
import { sectionTotals } from '../../lists/section-totals.ts'
import type { RowItem } from '../components/shapes.ts'
import { entryPath, rowItem } from '../present/row-item.ts'
import type { Visit } from '../visit.ts'
import { listRequest, NO_FILTERS } from './list-query.ts'
import { kindsOf, type SectionKinds } from './section.ts'
import { keepWhileStill } from './while-still.ts'

/** A service on the home page: its next or newest entries, and how many there are. */
export interface HomeSection {
  readonly section: SectionKinds
  readonly rows: readonly ShownRow[]
  readonly total: number
}

/** A listed entry as a row. */
export interface ShownRow {
  /** Tells this row of this moment's memory from all others: whatever shows the entry otherwise changes it. */
  readonly name: string
  readonly layout: string
  /** What it is: `Offre d’emploi`. */
  readonly kind: string
  /** Worked out when asked for. */
  readonly item: RowItem
}

const ROWS = 5
const OTHERS = 3
const totals = keepWhileStill<ReadonlyMap<number, number>>(500)

/** The services of a site with their first rows; an empty one is left out. */
export async function homeSections(visit: Visit): Promise<readonly HomeSection[]> {
  const sections = visit.sections.map((subscription) => kindsOf(visit, subscription))
  const lists = sections.map((section) => ({
    ...listRequest(NO_FILTERS, { sections: [section], search: new URLSearchParams(), now: visit.farm.now() }),
    subscription: section.subscription.id,
    pinsOf: section.subscription.site,
  }))
  const { storage } = visit.farm
  const name = JSON.stringify(lists.map(({ subscription, from, most }) => [subscription, from, most]))
  const [first, counted] = await Promise.all([
    firstEntries(storage, lists, ROWS),
    totals(visit, name, () => sectionTotals(storage, lists)),
  ])
  const filled = sections.map((section) => {
    const { id, slug } = section.subscription
    const rows = rowsOf(visit, first.get(id) ?? [], slug)
    return { section, rows, total: Math.max(counted.get(id) ?? 0, rows.length) }
  })
  return filled.filter((one) => one.rows.length > 0)
}

/** A few other entries of a service, as its list begins: what to read after one of them. */
export async function otherRows(visit: Visit, section: SectionKinds, entry: number): Promise<readonly ShownRow[]> {
  const { id, slug } = section.subscription
  const request = listRequest(NO_FILTERS, { sections: [section], search: new URLSearchParams(), now: visit.farm.now() })
  const first = await firstEntries(visit.farm.storage, [{ ...request, subscription: id }], OTHERS + 1)
  const others = (first.get(id) ?? []).filter((one) => one.entry.id !== entry)
  return rowsOf(visit, others.slice(0, OTHERS), slug)
}

/** Listed entries as rows of a service. */
export function rowsOf(visit: Visit, items: readonly Listed[], slug: string): readonly ShownRow[] {
  return items.flatMap((listed) => {
    const { arrangement } = visit.memory.subscriptions.get(listed.subscription)?.subscription ?? {}
    const one = asArranged(listed, { arrangement, knowledge: visit.memory })
    const serviceType = visit.memory.serviceType(one.entry.serviceType)
    if (!serviceType) return []
    const { id, version, updatedAt } = one.entry
    return [
      {
        name: `${visit.language} ${one.subscription} ${id} ${version} ${updatedAt} ${one.touch?.at ?? ''}`,
        layout: serviceType.presentation.row,
        kind: inLanguage(serviceType.label, visit.language),
        get item() {
          return rowItem(one, serviceType, { visit, href: visit.href(entryPath(slug, one.entry)) })
        },
      },
    ]
  })
}
