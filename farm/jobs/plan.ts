import { enqueue, type Job, lastAsked, openKeys } from '../storage/job-store.ts'
import { dueSources } from '../storage/source-store.ts'
import { hostOf } from './harvest.ts'
import type { Workshop } from './job.ts'

const HOUR = 3_600_000

/** Puts in the queue what the time has come for: one harvest per host, and a purge every hour. Writes nothing when nothing is due. */
export async function planJobs({ storage, now }: Workshop): Promise<void> {
  const at = now()
  const hosts = new Set((await dueSources(storage, at)).map(hostOf))
  const open = await openKeys(storage)
  const wanted: Pick<Job, 'kind' | 'key' | 'payload'>[] = [...hosts].map((host) => {
    return { kind: 'harvest', key: `harvest ${host}`, payload: { host } }
  })
  const purged = await lastAsked(storage, 'purge')
  if (purged === null || purged <= at - HOUR) wanted.push({ kind: 'purge', key: 'purge', payload: {} })
  for (const job of wanted) if (!open.has(job.key)) await enqueue(storage, { ...job, runAt: at })
}
