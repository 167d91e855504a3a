import { together } from '../../pipeline/changes.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Arrival } from '../../pipeline/model/submission.ts'
import type { Changes } from '../../pipeline/ports.ts'
import { treatedBefore } from '../../pipeline/treated-before.ts'
import { type BatchReport, startTally, type Weighed } from './batch-report.ts'
import { type Running, stepOf, trackIds, type Working } from './batch-work.ts'
import { closeBatch } from './close-batch.ts'
import { formerPlaces } from './former-places.ts'
import { frugally } from './frugally.ts'
import { startPresence, takeAway } from './gone.ts'
import type { ImportRoom } from './import-batch.ts'
import { type Chunk, leftOf, readInTurn } from './read-in-turn.ts'
import { submitChunk } from './submit-chunk.ts'
import { takenBackBySource } from './taken-back.ts'

const MOST_WARNINGS = 200

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

// While a chunk is written the next one is read.
async function bringAll(work: Working, told: Problem[]): Promise<Result<void>> {
  const { room, running, tally } = work
  const { gazetteer, serviceType: kind } = await room.ports.knowledge()
  const serviceType = kind(running.serviceType)
  const seen = new Set<string>()
  let treated = tally.total
  let bringing: Promise<Result<void>> | undefined
  try {
    for await (const chunk of readInTurn(room, running)) {
      const brought = await bringing
      if (brought?.ok === false) return brought
      if (brought) running.onProgress?.(tally.total)
      if (running.signal?.aborted) return fail({ code: 'interrupted' })
      const passed = chunk.submissions.slice(0, treated)
      if (passed.length > 0) await treatedBefore(room.ports, passed, { actor: running.actor, seen, read: chunk.read })
      treated -= passed.length
      if (serviceType && told.length < MOST_WARNINGS)
        told.push(...formerPlaces(chunk.submissions, { serviceType, gazetteer }))
      bringing = bringIn(work, leftOf(chunk, passed.length), seen)
      // Heard once the next chunk is read.
      bringing.catch(() => undefined)
    }
    const brought = (await bringing) ?? ok(undefined)
    if (brought.ok) running.onProgress?.(tally.total)
    return brought
  } finally {
    // Whatever ends it, nothing of it is written any more once it has ended.
    await bringing?.catch(() => undefined)
  }
}

async function bringIn(work: Working, { items, submissions, read }: Chunk, seen: Set<string>): Promise<Result<void>> {
  if (items.length === 0) return ok(undefined)
  const { running, ids, tally, presence } = work
  const { actor, batch, rehearse } = running
  const kept = submissions.filter((_, i) => !items[i]?.gone)
  const gone = items.filter((item) => item.gone)
  let weighed: Weighed | undefined
  const note = async (arrivals: readonly Arrival[]): Promise<Partial<Changes>> => {
    const away = await takenBackBySource(work, gone)
    weighed = tally.weigh({ arrivals: [...arrivals, ...away.arrivals], gone: away.samples, items: items.length })
    return together([...(rehearse ? [] : away.changes), { batches: await stepOf(work, weighed) }])
  }
  const submitting = { actor, batch: batch?.id ?? null, seen, read, rehearse, ...(batch ? { note } : {}) }
  const arrived = await submitChunk(ids.ports, kept, submitting)
  if (!arrived.ok) return arrived
  if (!batch) await note(arrived.value)
  if (weighed) tally.take(weighed)
  presence.meet(arrived.value, kept)
  return ok(undefined)
}
