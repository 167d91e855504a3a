import { setTimeout } from 'node:timers/promises'
import { claimJob, type Job, readJob } from '../storage/jobs/job-store.ts'
import type { Workshop } from './job.ts'
import { JOB_KINDS } from './kinds.ts'
import { runJob, STALE } from './run-job.ts'

/** How one waits for a job. */
export interface Patience {
  /** Milliseconds until it is left to the worker, at its next whole step; for ever where nothing is said. */
  readonly patience?: number
  onProgress?(job: Job): void
}

const LOOK = 50

/**
 * Does a job here and now, or waits for the one who is at it; answers the job as it stands, ended or, where patience ran out first,
 * not: the worker then goes on from where it was left. Undefined where no such job is kept.
 */
export async function finishJob(workshop: Workshop, id: number, waiting: Patience = {}): Promise<Job | undefined> {
  const { patience, onProgress } = waiting
  const { storage, now } = workshop
  const until = performance.now() + (patience ?? Number.POSITIVE_INFINITY)
  for (;;) {
    const job = await readJob(storage, id)
    if (!job || job.endedAt !== null || performance.now() >= until) return job
    onProgress?.(job)
    const asked = { kinds: LOCAL, now: now(), staleBefore: now() - STALE, only: id }
    const claimed = await claimJob(storage, asked)
    if (claimed) await workOn(workshop, claimed, { until, onProgress })
    else await setTimeout(LOOK)
  }
}

// Jobs that reach outside are the worker's.
const LOCAL = ['import', 'purge', 'reroute', 'spip', 'undo']

type Working = { readonly until: number; readonly onProgress: Patience['onProgress'] }

async function workOn(workshop: Workshop, job: Job, { until, onProgress }: Working): Promise<void> {
  const kind = JOB_KINDS.get(job.kind)
  if (!kind) return
  const { ports, storage } = workshop
  const left = until - performance.now()
  const stopping = Number.isFinite(left)
    ? AbortSignal.timeout(Math.max(1, Math.ceil(left)))
    : new AbortController().signal
  const looking =
    onProgress &&
    setInterval(async () => {
      const now = await readJob(storage, job.id).catch(() => undefined)
      if (now) onProgress(now)
    }, 500)
  await runJob(job, { workshop, gateway: { ports, storage }, kind, stopping })
  clearInterval(looking)
}
