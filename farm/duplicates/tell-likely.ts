import { together } from '../../pipeline/changes.ts'
import type { Actor } from '../../pipeline/model/actor.ts'
import type { BatchStep } from '../../pipeline/model/batch.ts'
import { numbered } from '../batches/close-batch.ts'
import type { ImportRoom } from '../batches/import-batch.ts'
import { isDamage } from '../batches/packed-file.ts'
import { reopenBatch } from '../batches/reopen-batch.ts'
import { readBatch } from '../storage/batch-store.ts'
import { LOOKED_AT, likelyLines } from './likely-lines.ts'

/**
 * Writes with a rehearsal which of its new lines look like entries that are here, looking at the first of them only, and says so. Where
 * the batch moved on meanwhile, nothing is written: its duplicates are found once they are in.
 */
export async function tellLikely(
  room: ImportRoom,
  asked: { readonly batch: number; readonly actor: Actor; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const { actor, signal } = asked
  const batch = await readBatch(room.storage, asked.batch)
  if (batch?.state !== 'rehearsed' || batch.counts.new === 0) return
  const opened = await reopenBatch(room, { batch, actor })
  if (!opened.ok) return
  try {
    const { serviceType, organisation, source, options } = batch
    const about = { serviceType, organisation, source: source ?? undefined, defaults: options.defaults }
    const found = await likelyLines(room, { ...about, content: opened.value, actor, signal })
    const cut = batch.total > LOOKED_AT ? [{ line: 0, outcome: 'warning', problem: FIRST_ONLY } as const] : []
    const lines = await numbered(room.ports, [...cut, ...found])
    const step: BatchStep = {
      batch: batch.id,
      from: { state: 'rehearsed', total: batch.total },
      to: { total: batch.total },
      lines,
    }
    if (lines.length > 0) await room.ports.commit(together([{ batches: [step] }]))
  } catch (error) {
    if (!isDamage(error)) throw error
  } finally {
    await opened.value.close()
  }
}

const FIRST_ONLY = { code: 'likely-first-only', params: { max: LOOKED_AT } }
