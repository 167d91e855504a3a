import { joinJob } from '../storage/jobs/job-store.ts'
import type { Writer } from '../storage/storage.ts'
import type { Tables } from '../storage/tables/tables.ts'
import type { AskedWork } from './prepare-batch.ts'

/** Puts work on a batch in the queue, within the transaction that asks it; the same work waiting already is that work. */
export async function queueWork(
  tables: Tables,
  writer: Writer,
  { batch, kind, job, runAt }: AskedWork & { readonly kind: 'import' | 'undo'; readonly runAt: number },
): Promise<AskedWork> {
  const work = { id: job, kind, key: `${kind} ${batch}`, payload: { batch }, runAt }
  return { batch, job: await joinJob(tables, writer, { ...work, join: (waiting) => ({ ...waiting }) }) }
}
