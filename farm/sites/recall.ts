import { together } from '../../pipeline/changes.ts'
import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import type { LedgerPlace } from '../../pipeline/model/ledger.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { RecallPlace } from '../../pipeline/model/recall.ts'
import { takeBack } from '../../pipeline/withdraw.ts'
import { placesOf } from './ledger.ts'
import { settleRecall } from './settle-recalls.ts'
import type { SiteRoom } from './site-room.ts'

/** What a recall needs: a reason, always. */
export interface RecallRequest {
  readonly entry: number
  readonly actor: Actor
  readonly reason: string
}

/**
 * Takes an entry back from everywhere at once, and notes every place that held it: retraction, event, recall and places are
 * one transaction. Answers the number of the recall, whose statement tells what is confirmed.
 */
export async function recall(room: SiteRoom, { entry: id, actor, reason }: RecallRequest): Promise<Result<number>> {
  const { ports } = room
  const entry = await ports.entries.get(id)
  if (!entry) return fail({ code: 'unknown-entry' })
  const allowed = may(actor, { action: 'recall', entry }, await room.memory())
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  if (entry.liveRevision === null) return fail({ code: 'not-published' })
  const why = reason.trim()
  if (why === '') return fail({ code: 'reason-required', field: 'reason' })
  const places = (await placesOf(room, entry)).filter((one) => one.holding !== 'gone').map(recalledPlace)
  const [number = 0] = await ports.newIds(1)
  const taken = await takeBack(ports, entry, { state: 'withdrawn', actor, reason: why, recall: number })
  const made = { id: number, entry: id, title: entry.title, reason: why, person: personOf(actor) }
  const at = taken.entry.updatedAt
  const recalls = [{ ...made, at, closedAt: null, places }]
  const committed = await ports.commit(together([taken.changes, { recalls }]))
  if (!committed.ok) return committed
  await settleRecall(room, number)
  return ok(number)
}

function recalledPlace({ kind, site, subscription, reader, format, ...held }: LedgerPlace): RecallPlace {
  const { revision, since, fetchedAt } = held
  const name = reader === '' ? '' : `${reader} ${format}`
  return { kind, site, subscription, name, revision, since, fetchedAt, confirmedAt: null }
}
