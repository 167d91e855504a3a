import { setImmediate } from 'node:timers/promises'
import { together } from '../../pipeline/changes.ts'
import type { Condition } from '../../pipeline/model/condition.ts'
import type { Knowledge, Ports } from '../../pipeline/ports.ts'
import { type RoutedDelivery, route } from '../../pipeline/routing/route.ts'
import {
  indexSubscriptions,
  type Subscribed,
  type SubscriptionIndex,
} from '../../pipeline/routing/subscription-index.ts'
import { routableOf } from '../../pipeline/terms.ts'
import { type LiveEntry, liveEntriesAfter } from '../storage/live-entries.ts'
import type { Storage } from '../storage/storage.ts'

/** What routing again works with. */
export interface RoutingRoom {
  readonly storage: Storage
  readonly ports: Ports
}

/** What sites gained and lost; a few titles of each, the latest entries first. */
export interface Rerouted {
  readonly gained: number
  readonly lost: number
  readonly gains: readonly string[]
  readonly losses: readonly string[]
}

/** Subscriptions as they now are, and what they asked before. */
export interface Rerouting {
  readonly subscribed: readonly Subscribed[]
  readonly former?: readonly Condition[]
  /** Says what would be gained and lost, and writes nothing. */
  readonly rehearse?: boolean
}

const CHUNK = 300
const SHOWN = 5

/** Routes every published entry these subscriptions may concern again: new matches are delivered, what no longer matches is retracted. */
export async function reroute(room: RoutingRoom, rerouting: Rerouting): Promise<Rerouted> {
  const knowledge = await room.ports.knowledge()
  const index = indexSubscriptions(rerouting.subscribed, knowledge)
  const asked = {
    serviceTypes: kindsOf(rerouting),
    subscriptions: rerouting.subscribed.map((one) => one.subscription.id),
    limit: CHUNK,
  }
  const tally: Tally = { gained: 0, lost: 0, gains: [], losses: [] }
  for (let after = 0; ; ) {
    const chunk = await liveEntriesAfter(room.storage, { ...asked, after })
    const moved = chunk.flatMap((live) => moves(live, { index, knowledge, now: room.ports.now() }))
    count(tally, moved, chunk)
    if (!rerouting.rehearse && moved.length > 0) await room.ports.commit(together([{ deliveries: moved }]))
    const last = chunk.at(-1)
    if (!last || chunk.length < CHUNK) return tally
    after = last.entry.id
    // Long work in one process: requests get their turn between chunks.
    await setImmediate()
  }
}

// A request that may hold without naming a kind concerns them all.
function kindsOf({ subscribed, former = [] }: Rerouting): readonly string[] | null {
  const asked = [...subscribed.map(({ subscription }) => subscription.when), ...former].map(namedKinds)
  return asked.includes(null) ? null : [...new Set(asked.flatMap((kinds) => kinds ?? []))]
}

function namedKinds(condition: Condition): readonly string[] | null {
  if ('service_type' in condition) return condition.service_type
  return 'all' in condition ? (condition.all.map(namedKinds).find((kinds) => kinds !== null) ?? null) : null
}

function moves(
  { entry, values, current }: LiveEntry,
  { index, knowledge, now }: { index: SubscriptionIndex; knowledge: Knowledge; now: number },
): readonly RoutedDelivery[] {
  const serviceType = knowledge.serviceType(entry.serviceType)
  if (!serviceType) return []
  const routable = routableOf(serviceType, values, { ...entry, now })
  const before = new Map(current.map((delivery) => [delivery.subscription, delivery.state]))
  return route({ entry, routable, serviceType, index, current, now })
    .map((delivery) => released(delivery, index))
    .filter((delivery) => delivery.state !== before.get(delivery.subscription))
}

// Where nobody confirms any more, nothing waits for it.
function released(delivery: RoutedDelivery, index: SubscriptionIndex): RoutedDelivery {
  const automatic = index.get(delivery.subscription)?.subscription.mode === 'automatic'
  return automatic && delivery.state === 'pending' ? { ...delivery, state: 'live' } : delivery
}

interface Tally {
  gained: number
  lost: number
  readonly gains: string[]
  readonly losses: string[]
}

function count(tally: Tally, moved: readonly RoutedDelivery[], chunk: readonly LiveEntry[]): void {
  const titles = new Map(chunk.map(({ entry }) => [entry.id, entry.title]))
  for (const { state, entry } of moved) {
    const lost = state === 'retracted'
    tally[lost ? 'lost' : 'gained'] += 1
    const shown = lost ? tally.losses : tally.gains
    shown.unshift(titles.get(entry) ?? '')
    shown.length = Math.min(shown.length, SHOWN)
  }
}
