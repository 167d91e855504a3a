import { type Actor, FARM } from '../../pipeline/model/actor.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { type AskedWork, type Preparing, prepareBatch } from '../batches/prepare-batch.ts'
import { undoBatch } from '../batches/undo-batch.ts'
import { workBatch } from '../batches/work-batch.ts'
import { tellLikely } from '../duplicates/tell-likely.ts'
import { holderOfKey } from '../partners/keys.ts'
import { type Batch, readBatch } from '../storage/gateways/batch-store.ts'
import type { JobKind, Work, Workshop } from './job.ts'

/** A file to import behind people's backs: they may leave the page, and find the batch when it is done. */
export type LaterImport = Omit<Preparing, 'straight'>

/** Keeps the file and puts its import in the queue; problems: those of `prepareBatch`. The same file twice is one job. */
export function importLater(workshop: Workshop, asked: LaterImport): Promise<Result<AskedWork>> {
  return prepareBatch(workshop, { ...asked, straight: true })
}

/** Rehearses or applies a batch, as the person who asked and with the rights they have by now; begun anew, it goes on where it was. */
export const importFile: JobKind = async (work) => {
  const found = await batchOfJob(work)
  if (!found.ok) return found
  const { batch, actor } = found.value
  const working = { ...steering(work), batch: batch.id, actor }
  // Rehearsed already: it was cut short while its lines were compared.
  const done = batch.state === 'rehearsed' ? ok(undefined) : await workBatch(roomOf(work), working)
  return done.ok && batch.state !== 'applying' ? tellLikely(roomOf(work), working) : done
}

/** Undoes a batch; begun anew, it goes on where it was. */
export const undoImport: JobKind = async (work) => {
  const found = await batchOfJob(work)
  if (!found.ok) return found
  const { batch, actor } = found.value
  return undoBatch(roomOf(work), { ...steering(work), batch: batch.id, actor })
}

function roomOf({ gateway, workshop: { files } }: Work) {
  return { ...gateway, files }
}

function steering({ signal, progress }: Work) {
  return { signal, onProgress: (done: number) => progress(done, 0) }
}

async function batchOfJob({ workshop, job }: Work): Promise<Result<{ batch: Batch; actor: Actor }>> {
  const batch = await readBatch(workshop.storage, Number(job.payload.batch))
  if (!batch) return fail({ code: 'unknown-batch' })
  const actor = await actorOf(workshop, batch, job.kind === 'undo' ? batch.undonePerson : batch.person)
  return actor.ok ? ok({ batch, actor: actor.value }) : actor
}

async function actorOf(workshop: Workshop, { options }: Batch, person: number | null): Promise<Result<Actor>> {
  if (person !== null) {
    const found = await workshop.people.byId(person)
    return found ? ok(found) : fail({ code: 'unknown-person' })
  }
  if (options.key === undefined) return ok(FARM)
  const holder = await holderOfKey(workshop, options.key)
  return holder.ok ? ok(holder.value.actor) : holder
}
