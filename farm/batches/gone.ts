import { setImmediate } from 'node:timers/promises'
import { together } from '../../pipeline/changes.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { missingOf, noteMissing, presentOfSource } from '../storage/gateways/missing-store.ts'
import { type Presence, type Running, stepOf, type Working } from './batch-work.ts'
import { mayVanish, takeAll } from './taken-back.ts'

/** Notes what a run meets, where its source takes back what it no longer gives. */
export function startPresence({ goneAfter = 0, source, batch }: Running): Presence {
  const asked = goneAfter > 0 && source !== undefined
  // Of a batch that was cut short, what its first part met is forgotten.
  let sound = asked && (batch?.total ?? 0) === 0
  let accepted = false
  const entries = new Set<number>()
  const names = new Set<string>()
  return {
    meet(arrivals, submissions) {
      if (!sound) return
      for (const [i, { outcome, entry, problems }] of arrivals.entries()) {
        const { externalId } = submissions[i] ?? {}
        if (entry !== undefined) entries.add(entry)
        if (externalId !== undefined) names.add(externalId)
        accepted ||= outcome !== 'refused'
        // Whatever was refused without a name may be any of those that seem to be missing.
        if (entry === undefined && externalId === undefined) sound = false
        if (problems.some(({ code }) => CUT_SHORT.has(code))) sound = false
      }
    },
    has: ({ id, externalId }) =>
      sound && accepted ? entries.has(id) || (externalId !== null && names.has(externalId)) : undefined,
  }
}

/** Nothing can be read behind such a row. */
const CUT_SHORT = new Set(['unclosed-quote', 'row-too-long'])

const PAGE = 200
const TRIES = 5

/**
 * Takes back what the source gave before and, after a whole and sound run, gives no longer, once enough runs in a row missed it; what
 * was met again starts anew. Problems: `batch-moved-on`, `interrupted`.
 */
export async function takeAway(work: Working): Promise<Result<void>> {
  const { room, running, presence } = work
  const { source, goneAfter = 0, rehearse } = running
  if (source === undefined || presence.has({ id: 0, externalId: null }) === undefined) return ok(undefined)
  const before = await missingOf(room.storage, source)
  const now = room.ports.now()
  const missing = new Map<number, { readonly runs: number; readonly since: number }>()
  for (let after = 0; ; ) {
    if (running.signal?.aborted) return fail({ code: 'interrupted' })
    const page = await presentOfSource(room.storage, { source, after, limit: PAGE })
    const absent = page.filter((entry) => presence.has(entry) === false)
    const runsOf = (id: number) => (before.get(id)?.runs ?? 0) + 1
    for (const { id } of absent) missing.set(id, { runs: runsOf(id), since: before.get(id)?.since ?? now })
    const over = absent.filter(({ id }) => runsOf(id) >= goneAfter).map(({ id }) => id)
    const taken = await takeMissing(work, over)
    if (!taken.ok) return taken
    after = page.at(-1)?.id ?? after
    if (page.length < PAGE) break
    await setImmediate()
  }
  if (!rehearse) await noteMissing(room.storage, source, { before, missing })
  return ok(undefined)
}

// Somebody may save one of them meanwhile: it is read again.
async function takeMissing(work: Working, ids: readonly number[]): Promise<Result<void>> {
  if (ids.length === 0) return ok(undefined)
  const { room, running, tally } = work
  for (let tried = 1; ; tried += 1) {
    const entries = (await room.ports.entries.many(ids)).filter(mayVanish)
    const { changes, samples } = await takeAll(work, entries)
    const weighed = tally.weigh({ gone: samples })
    const batches = await stepOf(work, weighed)
    const nothing = running.batch === null && running.rehearse
    const committed = nothing ? ok([]) : await room.ports.commit(together([...changes, { batches }]))
    if (committed.ok) {
      tally.take(weighed)
      return ok(undefined)
    }
    if (tried === TRIES || committed.problems.some(({ code }) => code === 'batch-moved-on')) return committed
  }
}
