import { finishJob } from '../../jobs/finish-job.ts'
import type { Farm } from '../../open-farm.ts'

/** How long a person waits for sites to follow before being told that they do. */
const PATIENCE_MS = 1_200

/** Lets the sites follow a change for a moment, so that the next page mostly shows it done; the job goes on by itself. */
export async function followAwhile(farm: Farm, job: number | null): Promise<void> {
  if (job !== null) await finishJob(farm, job, { patience: PATIENCE_MS })
}
