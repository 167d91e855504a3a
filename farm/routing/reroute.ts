import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Knowledge, Ports } from '../../pipeline/ports.ts'
import type { RoutedDelivery } from '../../pipeline/routing/route.ts'
import {
  indexSubscriptions,
  type Subscribed,
  type SubscriptionIndex,
} from '../../pipeline/routing/subscription-index.ts'
import { liveEntriesIn, type RoutableEntry } from '../storage/entries/live-entries.ts'
import type { Storage } from '../storage/storage.ts'
import { type Put, putRouted, type Routed } from '../storage/writing/put-routed.ts'
import { concernOf, type Handful, walk } from './concern.ts'
import { decideAgain, describeLive } from './decide-again.ts'

/** What routing again works with: the open farm is one. */
export interface RoutingRoom {
  readonly storage: Storage
  readonly ports: Ports
  /** Pages of a site whose lists moved are stale. */
  readonly epochs: { bump(tag: string): void }
}

/** Which sections to route again, and for which entries. */
export interface RoutingAgain {
  /** Numbers of the sections; null for all. A section that is gone is passed over. */
  readonly subscriptions: readonly number[] | null
  /** Terms of what changed, such as `commune:58194`: only entries with one of them matter; null where any may. */
  readonly touching: readonly string[] | null
  /** What lists filter by and search finds of them is written again too. */
  readonly describe: boolean
}

/** How far routing again has come. */
export interface Reached {
  /** Everything of this number and above is done; goes down. */
  readonly before: number
  /** Entries walked so far. */
  readonly walked: number
  readonly gained: number
  readonly lost: number
}

/** How a walk is resumed, followed and stopped. */
export interface Walking {
  readonly from?: Reached
  readonly signal?: AbortSignal
  /** The job at work: the place reached is kept in it, in the very transaction of each step. */
  readonly job?: { readonly id: number; readonly remember: (reached: Reached) => Record<string, unknown> }
  onStep?(reached: Reached): void
}

// What is stopped midway loses a short one; what goes on for long writes fewer pages in longer ones.
const HANDFUL = { first: 100, most: 1_000 }

const START: Reached = { before: Number.MAX_SAFE_INTEGER, walked: 0, gained: 0, lost: 0 }

/**
 * Routes again every published entry these sections may concern, the newest first, a handful at a time: new matches are delivered, what
 * no longer matches is retracted, what is right is left alone. Doing it twice, or anew from any place reached, ends the same.
 */
export async function routeAgain(room: RoutingRoom, asked: RoutingAgain, walking: Walking = {}): Promise<Reached> {
  const subscribed = sectionsOf(asked, await room.ports.knowledge())
  if (subscribed.length === 0 && !asked.describe) return walking.from ?? START
  const { touching, describe } = asked
  const concern = concernOf({ subscribed, touching, described: !describe, since: null })
  const concerned = describe ? { ...concern, ways: null } : concern
  const pace = { from: (walking.from ?? START).before, handful: HANDFUL }
  let earlier = standing(walking.from ?? START)
  let last = earlier
  for await (const ahead of decidedAhead(room, asked, walk(room.storage, concerned, pace))) {
    await (room.storage.dialect === 'sqlite' ? earlier : last).reached
    if (walking.signal?.aborted) break
    earlier = last
    last = takeStep(room, asked, { ...ahead, walking, earlier })
  }
  return last.reached
}

/** A step under way. */
interface Stepping {
  /** Whether it could be written as it was decided first; where not it is decided again, and whatever came after it. */
  readonly firstTry: Promise<boolean>
  readonly reached: Promise<Reached>
}

function standing(reached: Reached): Stepping {
  return { firstTry: Promise.resolve(true), reached: Promise.resolve(reached) }
}

interface Ahead {
  readonly handful: Handful
  readonly first: Decided
}

// While one handful is written the next is read and decided; should that move on meanwhile, it is decided again.
async function* decidedAhead(
  room: RoutingRoom,
  asked: RoutingAgain,
  handfuls: AsyncIterable<Handful>,
): AsyncGenerator<Ahead> {
  let waiting: Promise<Ahead> | undefined
  for await (const handful of handfuls) {
    const next = decided(room, asked, handful.ids).then((first) => ({ handful, first }))
    // Met when its turn comes; a walk left before that has nothing to say of it.
    next.catch(() => undefined)
    if (waiting) yield await waiting
    waiting = next
  }
  if (waiting) yield await waiting
}

interface Step extends Ahead {
  readonly walking: Walking
  readonly earlier: Stepping
}

// On SQLite, which writes in the order it is asked, it is on its way while the one before it is written, and written after it or not at
// all. On PostgreSQL a change of the rules could wait for it and hold up the one before, which it waits for itself.
function takeStep(room: RoutingRoom, asked: RoutingAgain, step: Step): Stepping {
  const { promise: firstTry, resolve } = Promise.withResolvers<boolean>()
  const reached = written(room, asked, { ...step, tried: resolve })
  // Its failure is heard when its turn comes.
  reached.catch(() => resolve(false))
  return { firstTry, reached }
}

interface Trying extends Step {
  readonly tried: (written: boolean) => void
}

const TRIES = 100
const GONE_BEFORE = Promise.resolve(true)

// Rules or entries that moved on meanwhile make what was decided worthless: it is decided again.
async function written(room: RoutingRoom, asked: RoutingAgain, step: Trying): Promise<Reached> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const found = tries === 0 ? step.first : await decided(room, asked, step.handful.ids)
    // Once it was tried, what came before it is written.
    const put = await write(room, found, { ...step, before: tries === 0 ? step.earlier.firstTry : GONE_BEFORE })
    step.tried(put.kind === 'written')
    const stood = await step.earlier.reached
    if (put.kind === 'written') {
      for (const site of put.sites) room.epochs.bump(`site:${site}`)
      const now = after(stood, step.handful, found.counts)
      step.walking.onStep?.(now)
      return now
    }
    await setTimeout(Math.min(50, 2 ** tries))
  }
  throw new Error('the rules keep changing while entries are routed again')
}

function after(stood: Reached, { reached: before, walked }: Handful, { gained, lost }: Decided['counts']): Reached {
  return { before, walked: stood.walked + walked, gained: stood.gained + gained, lost: stood.lost + lost }
}

async function write(
  { storage }: RoutingRoom,
  { routed, counts }: Decided,
  { handful, earlier, walking: { job }, before }: Step & { readonly before: Promise<boolean> },
): Promise<Put> {
  const idle = routed.deliveries.length === 0 && routed.terms.length === 0
  if (idle && !job) return (await before) ? { kind: 'written', sites: [] } : { kind: 'outdated' }
  if (!job) return putRouted(storage, { ...routed, before })
  const payload = async () => job.remember(after(await earlier.reached, handful, counts))
  return putRouted(storage, { ...routed, before, job: { id: job.id, payload } })
}

// SQLite reads within our own process, where others wait; every question to PostgreSQL is a way there and back.
const READ_AT_ONCE = { sqlite: 100, postgres: 500 }
const DECIDED_AT_ONCE = 100

interface Decided {
  readonly routed: Routed
  readonly counts: { readonly gained: number; readonly lost: number }
}

async function decided(room: RoutingRoom, asked: RoutingAgain, ids: readonly number[]): Promise<Decided> {
  const knowledge = await room.ports.knowledge()
  const deciding = { knowledge, index: indexOf(asked, knowledge), now: room.ports.now() }
  const live: RoutableEntry[] = []
  const deliveries: RoutedDelivery[] = []
  for (const some of inRuns(ids, READ_AT_ONCE[room.storage.dialect])) {
    const read = await liveEntriesIn(room.storage, { ids: some, subscriptions: asked.subscriptions })
    live.push(...read)
    for (const few of inRuns(read, DECIDED_AT_ONCE)) {
      for (const one of few) deliveries.push(...decideAgain(one, deciding))
      // Requests get their turn between reading, deciding and writing too.
      await setImmediate()
    }
  }
  const described = asked.describe ? live.map((one) => describeLive(one, deciding)) : []
  const routed: Routed = {
    deliveries,
    terms: described.flatMap((one) => one.terms),
    searchable: described.flatMap((one) => one.searchable),
    versions: new Map(live.map(({ entry }) => [entry.id, entry.version])),
    stamp: knowledge.stamp ?? '',
  }
  const lost = deliveries.filter((one) => one.state === 'retracted').length
  return { routed, counts: { gained: deliveries.length - lost, lost } }
}

function inRuns<T>(all: readonly T[], length: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / length) }, (_, i) => all.slice(i * length, (i + 1) * length))
}

function sectionsOf({ subscriptions }: RoutingAgain, { subscriptions: all }: Knowledge): readonly Subscribed[] {
  return subscriptions === null ? [...all.all()] : subscriptions.flatMap((id) => all.get(id) ?? [])
}

const indexed = new WeakMap<Knowledge, Map<string, SubscriptionIndex>>()

// One index per state of the rules: building it for every handful would take longer than routing.
function indexOf(asked: RoutingAgain, knowledge: Knowledge): SubscriptionIndex {
  if (asked.subscriptions === null) return knowledge.subscriptions
  const known = indexed.getOrInsert(knowledge, new Map())
  return known.getOrInsertComputed(asked.subscriptions.join(), () =>
    indexSubscriptions(sectionsOf(asked, knowledge), knowledge),
  )
}
