import { type Actor, FARM } from '../../pipeline/model/actor.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { type Preparing, prepareBatch } from '../batches/prepare-batch.ts'
import { undoBatch } from '../batches/undo-batch.ts'
import { workBatch } from '../batches/work-batch.ts'
import { type Batch, readBatch } from '../storage/batch-store.ts'
import type { JobKind, Work, Workshop } from './job.ts'

/** A file to import behind people's backs: they may leave the page, and find the batch when it is done. */
export type LaterImport = Omit<Preparing, 'straight'>

/** Keeps the file and puts its import in the queue; problems: those of `prepareBatch`. The same file twice is one job. */
export async function importLater(workshop: Workshop, asked: LaterImport): Promise<Result<void>> {
  const prepared = await prepareBatch(workshop, { ...asked, straight: true })
  return prepared.ok ? ok(undefined) : prepared
}

/** Rehearses or applies a batch, as the person who asked and with the rights they have by now; begun anew, it goes on where it was. */
export const importFile: JobKind = async (work) => {
  const found = await batchOfJob(work)
  if (!found.ok) return found
  const { batch, actor } = found.value
  return workBatch(roomOf(work), { ...steering(work), batch: batch.id, actor })
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
  const person = job.kind === 'undo' ? batch.undonePerson : batch.person
  const actor = person === null ? FARM : await workshop.people.byId(person)
  return actor ? ok({ batch, actor }) : fail({ code: 'unknown-person' })
}
