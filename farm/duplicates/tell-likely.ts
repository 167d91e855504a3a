import { together } from '../../pipeline/changes.ts'
import type { Actor } from '../../pipeline/model/actor.ts'
import type { BatchLine, BatchStep } from '../../pipeline/model/batch.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { numbered } from '../batches/close-batch.ts'
import type { ImportRoom } from '../batches/import-batch.ts'
import { isDamage } from '../batches/packed-file.ts'
import { reopenBatch } from '../batches/reopen-batch.ts'
import { type Batch, countLines, readBatch } from '../storage/gateways/batch-store.ts'
import { LOOKED_AT, likelyLines } from './likely-lines.ts'

/**
 * Writes with a rehearsal which of its new lines look like entries that are here, looking at the first of them only, and says so; done
 * again it adds nothing. Where the batch moved on meanwhile nothing is written: its duplicates are found once they are in. Problem:
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
  const opened = await reopenBatch(room, { batch, actor })
  if (!opened.ok) return ok(undefined)
  try {
    const { serviceType, organisation, source, options } = batch
    const about = { serviceType, organisation, source: source ?? undefined, defaults: options.defaults }
    const found = await likelyLines(room, { ...about, content: opened.value, actor, signal })
    if (signal?.aborted) return fail({ code: 'interrupted' })
    await write(room, batch, found)
  } catch (error) {
    if (!isDamage(error)) throw error
  } finally {
    await opened.value.close()
  }
  return ok(undefined)
}

async function write({ ports }: ImportRoom, { id: batch, total }: Batch, found: readonly BatchLine[]): Promise<void> {
  const outcome = found.length > 0 ? 'likely' : 'warning'
  const cut: readonly BatchLine[] = total > LOOKED_AT ? [{ line: 0, outcome, problem: FIRST_ONLY }] : []
  const lines = await numbered(ports, [...cut, ...found])
  const step: BatchStep = { batch, from: { state: 'rehearsed', total }, to: { total }, lines }
  if (lines.length > 0) await ports.commit(together([{ batches: [step] }]))
}

const FIRST_ONLY = { code: 'likely-first-only', params: { max: LOOKED_AT } }
