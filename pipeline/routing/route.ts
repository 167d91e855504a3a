import type { Delivery } from '../model/delivery.ts'
import type { Entry } from '../model/entry.ts'
import type { ServiceType } from '../model/service-type.ts'
import type { Routable } from './routable.ts'
import type { Subscribed, SubscriptionIndex } from './subscription-index.ts'

/** A delivery with the columns lists are sorted and filtered by. */
export type RoutedDelivery = Delivery & { readonly serviceType: string; readonly sortAt: number }

/** What routing needs to know of an entry beside what is asked about it. */
export type RoutedEntry = Pick<Entry, 'id' | 'serviceType' | 'sortAt' | 'liveRevision' | 'workingRevision'>

/** What routing one live entry takes. */
export interface Routing {
  readonly entry: RoutedEntry
  readonly routable: Routable
  readonly serviceType: ServiceType
  readonly index: SubscriptionIndex
  /** Where it stands now. */
  readonly current: readonly Delivery[]
  readonly now: number
}

/**
 * Where a live entry goes: deliveries to write, new, moved to its new revision, or retracted where it no longer matches.
 * A site's own word, its exclusion or what it re-introduced, holds through corrections, as long as the entry may come there
 * at all; asking twice writes nothing new.
 */
export function route({ entry, routable, serviceType, index, current, now }: Routing): RoutedDelivery[] {
  const wanted = new Map(
    index.matching(routable, serviceType).map((subscribed) => [subscribed.subscription.id, subscribed]),
  )
  const columns = { serviceType: entry.serviceType, sortAt: entry.sortAt, updatedAt: now }
  const holds = ({ subscription, touch }: Delivery) =>
    touch?.hold === 'reintroduced' && index.lets(routable, serviceType, subscription)
  const kept = current.map((delivery) => ({
    ...delivery,
    ...columns,
    ...follow(delivery, holds(delivery) ? 'held' : wanted.get(delivery.subscription), entry),
  }))
  const known = new Set(current.map((delivery) => delivery.subscription))
  const fresh = [...wanted.values()]
    .filter(({ subscription }) => !known.has(subscription.id))
    .map((subscribed) => ({ ...columns, ...deliver(subscribed, entry, now) }))
  return [...kept, ...fresh]
}

/** Takes an entry back from everywhere; exclusions decided by sites stay recorded. */
export function retract({ entry, current, now }: Pick<Routing, 'entry' | 'current' | 'now'>): RoutedDelivery[] {
  return current
    .filter((delivery) => delivery.state === 'live' || delivery.state === 'pending')
    .map((delivery) => ({
      ...delivery,
      state: 'retracted',
      serviceType: entry.serviceType,
      sortAt: entry.sortAt,
      updatedAt: now,
    }))
}

function follow(
  delivery: Delivery,
  subscribed: Subscribed | 'held' | undefined,
  entry: RoutedEntry,
): Pick<Delivery, 'state' | 'revision'> {
  const revision = entry.liveRevision ?? delivery.revision
  if (delivery.state === 'excluded') return { state: 'excluded', revision }
  if (subscribed === 'held') return { state: 'live', revision }
  if (!subscribed) return { state: 'retracted', revision: delivery.revision }
  if (delivery.state === 'retracted') return { state: firstState(subscribed), revision }
  return { state: delivery.state, revision }
}

function deliver(subscribed: Subscribed, entry: RoutedEntry, now: number): Delivery {
  return {
    entry: entry.id,
    subscription: subscribed.subscription.id,
    site: subscribed.site.id,
    state: firstState(subscribed),
    revision: entry.liveRevision ?? entry.workingRevision,
    since: now,
    updatedAt: now,
    revisionSince: now,
  }
}

function firstState({ subscription }: Subscribed): 'pending' | 'live' {
  return subscription.mode === 'confirm' ? 'pending' : 'live'
}
