import type { Actor } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { type Batch, readBatch } from '../storage/gateways/batch-store.ts'
import type { ImportRoom } from './import-request.ts'

/** A batch this person may see and steer: of a body they import for. Problem: `unknown-batch`, also of one they may not see. */
export async function openBatch(
  { ports, storage }: Pick<ImportRoom, 'ports' | 'storage'>,
  actor: Actor,
  id: number,
): Promise<Result<Batch>> {
  const batch = Number.isSafeInteger(id) && id > 0 ? await readBatch(storage, id) : undefined
  if (!batch) return fail({ code: 'unknown-batch' })
  const { organisation, serviceType } = batch
  const allowed = may(actor, { action: 'import', organisation, serviceType }, await ports.knowledge())
  return allowed.yes ? ok(batch) : fail({ code: 'unknown-batch' })
}
