import type { Entry, Values } from '../../../pipeline/model/entry.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import type { Subscription } from '../../../pipeline/model/site.ts'
import { asArranged } from '../../lists/as-arranged.ts'
import type { Listed } from '../../lists/listed.ts'
import { siblingEntries } from '../../lists/sibling-entries.ts'
import { siblingsAsOf } from '../../sites/as-of.ts'
import type { LinkItem } from '../components/shapes.ts'
import { factsOf } from '../present/facts.ts'
import { nextPeriods } from '../present/next-periods.ts'
import { entryPath, placeOf } from '../present/row-item.ts'
import type { Visit } from '../visit.ts'
import type { PastVisit } from './past-visit.ts'
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
  const { farm, memory, href } = visit
  const { subscription } = section
  const found = await siblingEntries(farm.storage, entry, subscription.id)
  const siblings = found.map((one) => asArranged(one, { arrangement: subscription.arrangement, knowledge: memory }))
  const link = (one: Entry) => href(entryPath(subscription.slug, one))
  return linksTo(visit, { entry, serviceType, siblings, link })
}

/** The same links as they were in the past of a section. */
export async function pastSiblingLinks(
  past: PastVisit,
  {
    entry,
    serviceType,
    section,
  }: { readonly entry: Entry; readonly serviceType: ServiceType; readonly section: Subscription },
): Promise<LinkItem[]> {
  if (!serviceType.exports.includes('lheo')) return []
  const { visit, at, entryLink } = past
  const siblings = await siblingsAsOf(visit.farm, { section, sibling: entry, at })
  return linksTo(visit, { entry, serviceType, siblings, link: (one) => entryLink(section.slug, one) })
}

function linksTo(
  visit: Visit,
  {
    entry,
    serviceType,
    siblings,
    link,
  }: {
    readonly entry: Entry
    readonly serviceType: ServiceType
    readonly siblings: readonly Pick<Listed, 'entry' | 'values'>[]
    link(one: Entry): string
  },
): LinkItem[] {
  const { show } = visit
  const when = serviceType.fields.find(({ type, many }) => type === 'period' && many)?.name ?? ''
  return siblings.map((one) => {
    const values = nextPeriods(serviceType, one.values, show.now)
    return { label: labelOf(one.entry.title, values), href: link(one.entry) }
  })

  function labelOf(title: string, values: Values): string {
    const dates = factsOf([when], { serviceType, values, show }).map(({ value }) => value)
    const said = [placeOf(serviceType, values, visit) ?? '', ...dates].filter((text) => text !== '')
    return [...(title === entry.title && said.length > 0 ? [] : [title]), ...said].join(', ')
  }
}
