import { describe } from '../../pipeline/describe.ts'
import type { Changes, Knowledge } from '../../pipeline/ports.ts'
import { type RoutedDelivery, route } from '../../pipeline/routing/route.ts'
import type { SubscriptionIndex } from '../../pipeline/routing/subscription-index.ts'
import { routableOf } from '../../pipeline/terms.ts'
import type { RoutableEntry } from '../storage/entries/live-entries.ts'

/** What deciding again takes: the rules, and the sections looked at. */
export interface Deciding {
  readonly index: SubscriptionIndex
  readonly knowledge: Knowledge
  readonly now: number
}

/** What becomes of one live entry under the rules as given: deliveries that move, those already right left out. */
export function decideAgain(live: RoutableEntry, deciding: Deciding): readonly RoutedDelivery[] {
  const { entry, values, current } = live
  const { index, knowledge, now } = deciding
  const serviceType = knowledge.serviceType(entry.serviceType)
  if (!serviceType) return []
  const routable = routableOf(serviceType, values, { ...entry, now })
  const before = new Map(current.map((delivery) => [delivery.subscription, delivery]))
  return route({ entry, routable, serviceType, index, current, now })
    .map((delivery) => released(delivery, index))
    .filter((delivery) => {
      const was = before.get(delivery.subscription)
      const shown = delivery.state === 'live' || delivery.state === 'pending'
      return delivery.state !== was?.state || (shown && delivery.revision !== was.revision)
    })
}

/** What lists filter by and search finds of one live entry, under the rules as given. */
export function describeLive(live: RoutableEntry, { knowledge, now }: Deciding): Pick<Changes, 'terms' | 'searchable'> {
  const serviceType = knowledge.serviceType(live.entry.serviceType)
  return serviceType ? describe(live, { serviceType, knowledge, now }) : { terms: [], searchable: [] }
}

// Where nobody confirms any more, nothing waits for it.
function released(delivery: RoutedDelivery, index: SubscriptionIndex): RoutedDelivery {
  const automatic = index.get(delivery.subscription)?.subscription.mode === 'automatic'
  return automatic && delivery.state === 'pending' ? { ...delivery, state: 'live' } : delivery
}
