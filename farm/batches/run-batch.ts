import { ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { type BatchReport, startTally } from './batch-report.ts'
import { type Running, trackIds, type Working } from './batch-work.ts'
import { bringAll } from './bring-all.ts'
import { closeBatch } from './close-batch.ts'
import { frugally } from './frugally.ts'
import { startPresence, takeAway } from './gone.ts'
import type { ImportRoom } from './import-request.ts'

/**
 * Rehearses or applies the items of a batch, chunk by chunk; each is written with how far the batch has come in one transaction, so
 * that a batch cut short goes on after the last line written. Problems: `interrupted`, `batch-moved-on`.
 */
export function runBatch(room: ImportRoom, running: Running): Promise<Result<BatchReport>> {
  return frugally(() => run(room, running))
}

async function run(room: ImportRoom, running: Running): Promise<Result<BatchReport>> {
  const { batch, content, rehearse } = running
  const tally = startTally(batch ?? undefined)
  const work: Working = { room, running, tally, ids: trackIds(room.ports, batch), presence: startPresence(running) }
  const told: Problem[] = []
  const brought = await bringAll(work, told)
  if (!brought.ok) return brought
  const away = await takeAway(work)
  if (!away.ok) return away
  const warnings = [...content.warnings(), ...told]
  if (batch) {
    const state = rehearse ? 'rehearsed' : 'applied'
    const closed = await closeBatch(room, batch, { state, problems: warnings, total: tally.total })
    if (!closed.ok) return closed
  }
  return ok(tally.report(batch?.id ?? null, warnings))
}
