import { setImmediate } from 'node:timers/promises'
import { together } from '../../pipeline/changes.ts'
import type { IntakeItem } from '../../pipeline/intake/reader.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Arrival, Submission } from '../../pipeline/model/submission.ts'
import type { Changes } from '../../pipeline/ports.ts'
import { treatedBefore } from '../../pipeline/treated-before.ts'
import { type BatchReport, startTally, type Weighed } from './batch-report.ts'
import { type Running, stepOf, trackIds, type Working } from './batch-work.ts'
import { closeBatch } from './close-batch.ts'
import { fillDefaults } from './fill-defaults.ts'
import { formerPlaces } from './former-places.ts'
import { frugally } from './frugally.ts'
import { startPresence, takeAway } from './gone.ts'
import type { ImportRoom } from './import-batch.ts'
import { submitChunk } from './submit-chunk.ts'
import { takenBackBySource } from './taken-back.ts'

const CHUNK = 500
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
  const seen = new Set<string>()
  const { gazetteer, serviceType: kind } = await room.ports.knowledge()
  const serviceType = kind(running.serviceType)
  let before = tally.total
  for (const chunk of chunksOf(content.items)) {
    if (running.signal?.aborted) return fail({ code: 'interrupted' })
    const fresh = before === 0 ? chunk : chunk.slice(before)
    const submissions = chunk.map((item) => submissionOf(item, running))
    const passed = submissions.slice(0, chunk.length - fresh.length)
    if (passed.length > 0) await treatedBefore(room.ports, passed, { actor: running.actor, seen })
    before -= passed.length
    if (serviceType && told.length < MOST_WARNINGS) told.push(...formerPlaces(submissions, { serviceType, gazetteer }))
    if (fresh.length > 0) {
      const brought = await bringIn(work, { items: fresh, submissions: submissions.slice(passed.length), seen })
      if (!brought.ok) return brought
    }
    running.onProgress?.(tally.total)
    // Long work in one process: requests get their turn between chunks.
    await setImmediate()
  }
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

interface Chunk {
  readonly items: readonly IntakeItem[]
  readonly submissions: readonly Submission[]
  readonly seen: Set<string>
}

async function bringIn(work: Working, { items, submissions, seen }: Chunk): Promise<Result<void>> {
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
  const submitting = { actor, batch: batch?.id ?? null, seen, rehearse, ...(batch ? { note } : {}) }
  const arrived = await submitChunk(ids.ports, kept, submitting)
  if (!arrived.ok) return arrived
  if (!batch) await note(arrived.value)
  if (weighed) tally.take(weighed)
  presence.meet(arrived.value, kept)
  return ok(undefined)
}

function* chunksOf(items: Iterable<IntakeItem>): Generator<IntakeItem[]> {
  let chunk: IntakeItem[] = []
  for (const item of items) {
    chunk.push(item)
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

function submissionOf(item: IntakeItem, { serviceType, organisation, source, defaults, content }: Running): Submission {
  const { line, externalId, problems, intent = 'propose' } = item
  const raw = defaults === undefined ? item.raw : fillDefaults(item.raw, defaults)
  return { serviceType, organisation, road: content.road, raw, problems, line, externalId, source, intent }
}
