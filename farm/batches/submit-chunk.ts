import type { Submitting } from '../../pipeline/arriving.ts'
import { together } from '../../pipeline/changes.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Arrival, Submission } from '../../pipeline/model/submission.ts'
import type { Ports } from '../../pipeline/ports.ts'
import { submit } from '../../pipeline/submit.ts'

const TRIES = 3

/**
 * Submits a chunk in one transaction; where somebody saved one of its entries meanwhile, reads them again and starts over, and in the
 * end notes it as refused. Problem: `batch-moved-on` where another took the batch over or undoes it.
 */
export async function submitChunk(
  ports: Ports,
  submissions: readonly Submission[],
  submitting: Submitting,
): Promise<Result<readonly Arrival[]>> {
  // What was read of them is not held while they are written: another try, which is rare, reads them again.
  const { read: _, ...again } = submitting
  let arrivals = await submit(ports, submissions, submitting)
  for (let tried = 1; arrivals.some(overtaken); tried += 1) {
    if (tried === TRIES) return noted(ports, arrivals, again)
    arrivals = await submit(ports, submissions, again)
  }
  return moved(arrivals)
}

async function noted(
  ports: Ports,
  arrivals: readonly Arrival[],
  { note }: Submitting,
): Promise<Result<readonly Arrival[]>> {
  if (!note) return ok(arrivals)
  const noted = await note(arrivals, { allNew: true })
  if (!noted.ok) return noted
  const committed = await ports.commit(together([noted.value]))
  return committed.ok ? ok(arrivals) : committed
}

function moved(arrivals: readonly Arrival[]): Result<readonly Arrival[]> {
  const found = arrivals.flatMap(({ problems }) => problems).find(({ code }) => code === 'batch-moved-on')
  return found ? fail(found) : ok(arrivals)
}

function overtaken({ problems }: Arrival): boolean {
  return problems.some((problem: Problem) => problem.code === 'stale-version')
}
