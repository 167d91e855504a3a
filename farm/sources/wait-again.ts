import type { Actor } from '../../pipeline/model/actor.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { ImportRoom } from '../batches/import-request.ts'
import { openInput } from '../batches/kept-input.ts'
import { openBatch } from '../batches/open-batch.ts'
import { keepingRoom } from '../batches/prepare-batch.ts'
import type { Batch } from '../storage/gateways/batch-store.ts'
import { keepWaiting } from './waiting-file.ts'

/**
 * Lets the file of a batch wait once more, to be mapped; answers the batch, and the digest the file waits under. Problems: `unknown-batch`,
 * `input-gone` where it is kept no longer.
 */
export async function waitAgain(
  room: ImportRoom,
  asked: { readonly batch: number; readonly actor: Actor },
): Promise<Result<{ readonly batch: Batch; readonly file: string }>> {
  const found = await openBatch(room, asked.actor, asked.batch)
  if (!found.ok) return found
  const keeping = keepingRoom(room)
  if (!keeping.ok) return keeping
  const { files } = keeping.value
  const { input } = found.value
  const opened = input === null ? fail({ code: 'input-gone' }) : await openInput(files, input)
  if (!opened.ok) return opened
  try {
    return ok({ batch: found.value, file: await keepWaiting(files, opened.value) })
  } finally {
    await opened.value.close()
  }
}
