import { finishJob } from '../jobs/finish-job.ts'
import type { Farm } from '../open-farm.ts'
import { readReached } from '../routing/ask-reroute.ts'
import { openJobs } from '../storage/jobs/job-store.ts'
import { type Call, CommandFailure } from './command.ts'

/** Does a job of routing again to its end, saying how far it is; answers what sites gained and lost. */
export async function finishRerouting(
  { out, words }: Pick<Call, 'out' | 'words'>,
  farm: Farm,
  id: number,
): Promise<{ readonly gained: number; readonly lost: number }> {
  const job = await finishJob(farm, id, {
    onProgress: ({ done, total }) => out.progress(words('cli.rerouting', { done, total })),
  })
  if (job?.error) throw new CommandFailure(job.error)
  const { gained = 0, lost = 0 } = readReached(job?.payload ?? {}) ?? {}
  return { gained, lost }
}

/** Does what waits for a worker and nobody has begun: an edited folder is followed before a command goes by it. */
export async function finishWaiting(call: Pick<Call, 'out' | 'words'>, farm: Farm): Promise<void> {
  for (const { id, claimedAt } of await openJobs(farm.storage, 'reroute ')) {
    if (claimedAt === null) await finishRerouting(call, farm, id)
  }
}
