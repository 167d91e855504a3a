import { together } from '../../pipeline/changes.ts'
import type { Actor } from '../../pipeline/model/actor.ts'
import type { BatchLine, BatchStep } from '../../pipeline/model/batch.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { numbered } from '../batches/close-batch.ts'
import type { ImportRoom } from '../batches/import-request.ts'
import { isDamage } from '../batches/packed-file.ts'
import { reopenBatch } from '../batches/reopen-batch.ts'
import { type Batch, countLines, readBatch } from '../storage/gateways/batch-store.ts'
import { type LikelyLines, likelyLines } from './likely-lines.ts'

/**
 * Writes with a rehearsal which of its new lines look like entries that are here or like each other; of a very long file the first of them
 * only, and says so. Done again it adds nothing. Where the batch moved on meanwhile nothing is written: its duplicates are found once they are in. Problem:
 * `interrupted`.
 */
export async function tellLikely(
  room: ImportRoom,
  asked: { readonly batch: number; readonly actor: Actor; readonly signal?: AbortSignal | undefined },
): Promise<Result<void>> {
  const { actor, signal } = asked
  const batch = await readBatch(room.storage, asked.batch)
  if (batch?.state !== 'rehearsed' || batch.counts.new === 0) return ok(undefined)
  if ((await countLines(room.storage, batch.id, 'likely')) > 0) return ok(undefined)
  const moved = async () => (await readBatch(room.storage, batch.id))?.state !== 'rehearsed'
  const isOver = async () => signal?.aborted === true || (await moved())
  const { serviceType, organisation, source, options } = batch
  const about = { serviceType, organisation, source: source ?? undefined, defaults: options.defaults, actor }
  try {
    const open = () => reopenBatch(room, { batch, actor })
    const found = await likelyLines(room, { ...about, open, isOver, most: LOOKED_AT })
    if (signal?.aborted) return fail({ code: 'interrupted' })
    if (found.ok && !(await moved())) await write(room, batch, found.value)
  } catch (error) {
    if (!isDamage(error)) throw error
  }
  return ok(undefined)
}

// Beyond, an hour may pass before the last line is told.
const LOOKED_AT = 100_000

async function write(
  { ports }: ImportRoom,
  { id: batch, total }: Batch,
  { lines: found, partly }: LikelyLines,
): Promise<void> {
  const outcome = found.length > 0 ? 'likely' : 'warning'
  const cut = partly.map((problem): BatchLine => ({ line: 0, outcome, problem }))
  const lines = await numbered(ports, [...cut, ...found])
  const step: BatchStep = { batch, from: { state: 'rehearsed', total }, to: { total }, lines }
  if (lines.length > 0) await ports.commit(together([{ batches: [step] }]))
}
