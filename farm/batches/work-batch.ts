import type { Actor } from '../../pipeline/model/actor.ts'
import { fail, type Result } from '../../pipeline/model/problem.ts'
import { type Batch, noteRoad, readBatch } from '../storage/gateways/batch-store.ts'
import type { BatchReport } from './batch-report.ts'
import { closeBatch } from './close-batch.ts'
import type { ImportRoom } from './import-request.ts'
import { forgetInput } from './kept-input.ts'
import { isDamage } from './packed-file.ts'
import { type Reopened, reopenBatch } from './reopen-batch.ts'
import { runBatch } from './run-batch.ts'

/** Who works on a batch, and how it is followed. */
export interface WorkingOn {
  readonly batch: number
  readonly actor: Actor
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number) => void) | undefined
}

/**
 * Rehearses or applies a batch from its kept input, whichever it waits for, and goes on where it was cut short. A file that cannot be
 * read ends it as failed, with its problems.
 */
export async function workBatch(room: ImportRoom, { batch: id, ...working }: WorkingOn): Promise<Result<BatchReport>> {
  const batch = await readBatch(room.storage, id)
  if (!batch) return fail({ code: 'unknown-batch' })
  if (batch.state !== 'rehearsing' && batch.state !== 'applying') return fail({ code: 'batch-moved-on' })
  let read: Result<Reopened> | undefined
  try {
    read = await reopenBatch(room, { batch, actor: working.actor })
    if (!read.ok) {
      const closed = await closeBatch(room, batch, { state: 'failed', problems: read.problems })
      return closed.ok ? read : closed
    }
    await noteRoad(room.storage, id, read.value.road)
    const { serviceType, organisation, source, options, state } = batch
    const about = { serviceType, organisation, source: source ?? undefined, defaults: options.defaults }
    return await runBatch(room, { ...about, ...working, content: read.value, batch, rehearse: state === 'rehearsing' })
  } catch (error) {
    if (!isDamage(error)) throw error
    return damaged(room, batch)
  } finally {
    if (read?.ok) await read.value.close()
  }
}

// Found while it was read: what was written before stands, and can be undone.
async function damaged(room: ImportRoom, { id, input }: Batch): Promise<Result<BatchReport>> {
  const problem = { code: 'input-gone' }
  const reached = await readBatch(room.storage, id)
  if (reached) await closeBatch(room, reached, { state: 'failed', problems: [problem] })
  if (room.files !== undefined && input !== null) await forgetInput(room.files, input)
  return fail(problem)
}
