import { changeHeldJob, type Job } from '../storage/jobs/job-store.ts'
import type { Storage } from '../storage/storage.ts'

/** What a worker may say of a job it holds. */
export type JobNews = Parameters<typeof changeHeldJob>[2]

/** A job held by this worker. */
export interface HeldJob {
  /** Writes news of the job, one after the other; false once another worker has taken it over. */
  tell(news: JobNews): Promise<boolean>
}

/** Holds a claimed job: its claim moves with every sign of life, and only whoever knows the last one may write. */
export function holdJob(storage: Storage, job: Job): HeldJob {
  let { claimedAt } = job
  let last: Promise<unknown> = Promise.resolve()

  async function write(news: JobNews): Promise<boolean> {
    const kept = await changeHeldJob(storage, { id: job.id, claimedAt }, news)
    if (kept && news.claimedAt !== undefined) claimedAt = news.claimedAt
    return kept
  }

  return {
    tell(news) {
      const told = last.then(() => write(news))
      last = told.catch(() => undefined)
      return told
    },
  }
}
