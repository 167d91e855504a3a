import { eventOf, together } from './changes.ts'
import { type Actor, FARM, personOf } from './model/actor.ts'
import type { Delivery } from './model/delivery.ts'
import type { Entry } from './model/entry.ts'
import { may } from './model/may.ts'
import { fail, ok, type Result } from './model/problem.ts'
import type { Changes, Decision, Ports } from './ports.ts'
import { retract } from './routing/route.ts'

/** Takes an entry back, with who and why: it leaves every site, feed and search index, and its page answers 410. */
export async function withdraw(
  ports: Ports,
  asked: { readonly entry: number; readonly actor: Actor; readonly reason: string },
): Promise<Result<Entry>> {
  const entry = await ports.entries.get(asked.entry)
  if (!entry) return fail({ code: 'unknown-entry' })
  const allowed = may(asked.actor, { action: 'withdraw', entry }, await ports.knowledge())
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  if (entry.liveRevision === null) return fail({ code: 'not-published' })
  if (asked.reason.trim() === '') return fail({ code: 'reason-required', field: 'reason' })
  return take(ports, entry, { state: 'withdrawn', actor: asked.actor, reason: asked.reason.trim() })
}

/** Puts aside what was never published; it can be opened and proposed again. */
export async function trash(
  ports: Ports,
  asked: { readonly entry: number; readonly actor: Actor },
): Promise<Result<Entry>> {
  const entry = await ports.entries.get(asked.entry)
  if (!entry) return fail({ code: 'unknown-entry' })
  const allowed = may(asked.actor, { action: 'trash', entry }, await ports.knowledge())
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  if (entry.liveRevision !== null) return fail({ code: 'withdraw-first' })
  return take(ports, entry, { state: 'trashed', actor: asked.actor, reason: '' })
}

/** Ends a published entry whose time is over. */
export async function expire(ports: Ports, entry: Entry): Promise<Result<Entry>> {
  return take(ports, entry, { state: 'expired', actor: FARM, reason: '' })
}

/** How an entry is taken back. */
export interface TakingBack {
  readonly state: 'withdrawn' | 'trashed' | 'expired'
  readonly actor: Actor
  readonly reason: string
  /** Number of the recall it is part of, which its event then tells. */
  readonly recall?: number
  /** The batch that takes it back: its source gives it no longer, or what the batch brought is undone. */
  readonly batch?: { readonly id: number | null; readonly how: 'gone' | 'undone' }
  /** The entry that says the same and is kept. */
  readonly into?: number
}

/** An entry as it will be once taken back, and what is to be written for it. */
export interface TakenBack {
  readonly entry: Entry
  readonly changes: Partial<Changes>
}

/** What taking an entry back is decided on. */
export interface TakingOn {
  readonly now: number
  /** Two free numbers. */
  readonly ids: readonly number[]
  /** Deliveries as they stand. */
  readonly current: readonly Delivery[]
}

/** Works out what taking an entry back writes; whoever calls has asked whether the actor may. */
export async function takeBack(ports: Ports, entry: Entry, taking: TakingBack): Promise<TakenBack> {
  const ids = await ports.newIds(2)
  const current = await ports.entries.deliveries([entry.id])
  return retire(entry, taking, { now: ports.now(), ids, current })
}

/** The same, of what was read before. */
export function retire(entry: Entry, taking: TakingBack, { now, ids, current }: TakingOn): TakenBack {
  const { state, actor, reason, recall, batch, into } = taking
  const [first = 0, second = 0] = ids
  const gone = takenBack(entry, state, now)
  const deliveries = retract({ entry: gone, current, now })
  const sites = [...new Set(deliveries.map((one) => one.site))]
  const data = {
    sites,
    ...(reason ? { reason } : {}),
    ...(recall === undefined ? {} : { recall }),
    ...(batch ? { taken: batch.how, live: entry.liveRevision, ...(batch.how === 'gone' ? stoodAs(entry) : {}) } : {}),
    ...(into === undefined ? {} : { taken: 'folded', into, live: entry.liveRevision, ...stoodAs(entry) }),
  }
  const kind = recall === undefined ? state : 'recalled'
  const changes: Partial<Changes> = {
    updated: [{ entry: gone, expected: entry.version }],
    deliveries,
    untouched: current.flatMap((one) => one.touch ?? []),
    unsearchable: [entry.id],
    decisions: state === 'withdrawn' ? [decisionOn(entry, { ...taking, id: second, at: now })] : [],
    events: [eventOf(kind, { id: first, at: now, actor, entry: entry.id, batch: batch?.id ?? null, data })],
  }
  return { entry: gone, changes }
}

function stoodAs({ state, review }: Entry) {
  return { state, review }
}

function takenBack(entry: Entry, state: TakingBack['state'], now: number): Entry {
  return {
    ...entry,
    state,
    review: state === 'expired' ? entry.review : 'accepted',
    liveRevision: null,
    version: entry.version + 1,
    updatedAt: now,
  }
}

function decisionOn(
  { id: entry, workingRevision: revision }: Entry,
  { id, at, actor, reason }: TakingBack & { readonly id: number; readonly at: number },
): Decision {
  return { id, entry, revision, verdict: 'withdraw', person: personOf(actor), reason, at }
}

async function take(ports: Ports, entry: Entry, taking: TakingBack): Promise<Result<Entry>> {
  const taken = await takeBack(ports, entry, taking)
  const committed = await ports.commit(together([taken.changes]))
  return committed.ok ? ok(taken.entry) : committed
}
