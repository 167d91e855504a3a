import { eventOf, together } from './changes.ts'
import { type Actor, FARM, personOf } from './model/actor.ts'
import type { Entry } from './model/entry.ts'
import { may } from './model/may.ts'
import { fail, ok, type Result } from './model/problem.ts'
import type { Changes, Ports } from './ports.ts'
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
  return takeBack(ports, entry, { state: 'withdrawn', actor: asked.actor, reason: asked.reason.trim() })
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
  return takeBack(ports, entry, { state: 'trashed', actor: asked.actor, reason: '' })
}

/** Ends a published entry whose time is over. */
export async function expire(ports: Ports, entry: Entry): Promise<Result<Entry>> {
  return takeBack(ports, entry, { state: 'expired', actor: FARM, reason: '' })
}

interface TakingBack {
  readonly state: 'withdrawn' | 'trashed' | 'expired'
  readonly actor: Actor
  readonly reason: string
}

async function takeBack(ports: Ports, entry: Entry, { state, actor, reason }: TakingBack): Promise<Result<Entry>> {
  const now = ports.now()
  const [first = 0, second = 0] = await ports.newIds(2)
  const gone: Entry = {
    ...entry,
    state,
    review: state === 'expired' ? entry.review : 'accepted',
    liveRevision: null,
    version: entry.version + 1,
    updatedAt: now,
  }
  const deliveries = retract({ entry: gone, current: await ports.entries.deliveries([entry.id]), now })
  const sites = [...new Set(deliveries.map((one) => one.site))]
  const changes: Partial<Changes> = {
    updated: [{ entry: gone, expected: entry.version }],
    deliveries,
    unsearchable: [entry.id],
    decisions:
      state === 'withdrawn'
        ? [
            {
              id: second,
              entry: entry.id,
              revision: entry.workingRevision,
              verdict: 'withdraw',
              person: personOf(actor),
              reason,
              at: now,
            },
          ]
        : [],
    events: [
      eventOf(state, { id: first, at: now, actor, entry: entry.id, data: { sites, ...(reason ? { reason } : {}) } }),
    ],
  }
  const committed = await ports.commit(together([changes]))
  return committed.ok ? ok(gone) : committed
}
