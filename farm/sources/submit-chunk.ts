import type { Submitting } from '../../pipeline/arriving.ts'
import type { Arrival, Submission } from '../../pipeline/model/submission.ts'
import type { Ports } from '../../pipeline/ports.ts'
import { submit } from '../../pipeline/submit.ts'

const TRIES = 3

/** Submits a chunk in one transaction; where somebody saved one of its entries meanwhile, reads them again and starts over. */
export async function submitChunk(
  ports: Ports,
  submissions: readonly Submission[],
  submitting: Submitting,
): Promise<readonly Arrival[]> {
  for (let tried = 1; ; tried += 1) {
    const arrivals = await submit(ports, submissions, submitting)
    if (tried === TRIES || !arrivals.some(overtaken)) return arrivals
  }
}

function overtaken({ problems }: Arrival): boolean {
  return problems.some((problem) => problem.code === 'stale-version')
}
