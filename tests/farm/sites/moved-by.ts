import { finishJob } from '../../../farm/jobs/finish-job.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { readReached } from '../../../farm/routing/ask-reroute.ts'

/** Does a job of routing again to its end, and tells what sites gained and lost. */
export async function movedBy(farm: Farm, id: number | null) {
  if (id === null) return { gained: 0, lost: 0 }
  const job = await finishJob(farm, id)
  if (!job || job.error !== null) throw new Error(job?.error ?? 'no such job')
  const { gained = 0, lost = 0 } = readReached(job.payload) ?? {}
  return { gained, lost }
}
