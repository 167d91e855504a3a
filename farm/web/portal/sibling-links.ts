import type { Entry, Values } from '../../../pipeline/model/entry.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { asArranged } from '../../lists/as-arranged.ts'
import { siblingEntries } from '../../lists/sibling-entries.ts'
import type { LinkItem } from '../components/shapes.ts'
import { factsOf } from '../present/facts.ts'
import { nextPeriods } from '../present/next-periods.ts'
import { entryPath, placeOf } from '../present/row-item.ts'
import type { Visit } from '../visit.ts'
import type { SectionKinds } from './section.ts'

/** Links to the other dates and places of a training that came with several; each says where and when, for they share their title. */
export async function siblingLinks(
  visit: Visit,
  {
    entry,
    serviceType,
    section,
  }: { readonly entry: Entry; readonly serviceType: ServiceType; readonly section: Pick<SectionKinds, 'subscription'> },
): Promise<LinkItem[]> {
  if (!serviceType.exports.includes('lheo')) return []
  const { farm, memory, href, show } = visit
  const { subscription } = section
  const found = await siblingEntries(farm.storage, entry, subscription.id)
  const when = serviceType.fields.find(({ type, many }) => type === 'period' && many)?.name ?? ''
  return found.map((listed) => {
    const one = asArranged(listed, { arrangement: subscription.arrangement, knowledge: memory })
    const values = nextPeriods(serviceType, one.values, show.now)
    return { label: labelOf(one.entry.title, values), href: href(entryPath(subscription.slug, one.entry)) }
  })

  function labelOf(title: string, values: Values): string {
    const dates = factsOf([when], { serviceType, values, show }).map(({ value }) => value)
    const said = [placeOf(serviceType, values, visit) ?? '', ...dates].filter((text) => text !== '')
    return [...(title === entry.title && said.length > 0 ? [] : [title]), ...said].join(', ')
  }
}
