import type { Actor } from '../../pipeline/model/actor.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Batch } from '../storage/gateways/batch-store.ts'
import type { Writer } from '../storage/storage.ts'
import type { ImportRoom } from './import-request.ts'
import { openBatch } from './open-batch.ts'
import type { AskedWork } from './prepare-batch.ts'
import { queueWork } from './queue-work.ts'

/** Work that is asked on a batch. */
export interface WorkWanted {
  readonly kind: 'import' | 'undo'
  /** Why this batch is not for such work, if it is not. */
  readonly bar: (batch: Batch) => Problem | undefined
  /** Moves the batch on, within the transaction that asks; false where it stands elsewhere by then. */
  readonly begin: (writer: Writer, batch: Batch, runAt: number) => Promise<boolean>
}

/** Moves a batch on and puts the work on it in the queue, both or nothing. Problems: `unknown-batch`, `batch-moved-on`, and what bars it. */
export async function askWork(
  room: Pick<ImportRoom, 'ports' | 'storage'>,
  asked: { readonly batch: number; readonly actor: Actor },
  { kind, bar, begin }: WorkWanted,
): Promise<Result<AskedWork>> {
  const { ports, storage } = room
  const found = await openBatch(room, asked.actor, asked.batch)
  if (!found.ok) return found
  const barred = bar(found.value)
  if (barred) return fail(barred)
  const { id: batch } = found.value
  const [job = 0] = await ports.newIds(1)
  const runAt = ports.now()
  return storage.write(async (writer) => {
    if (!(await begin(writer, found.value, runAt))) return fail({ code: 'batch-moved-on' })
    return ok(await queueWork(storage.tables, writer, { batch, kind, job, runAt }))
  })
}
