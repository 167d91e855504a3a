import { ok } from '../../pipeline/model/problem.ts'
import { readReached, readRouting } from '../routing/ask-reroute.ts'
import { type Reached, routeAgain } from '../routing/reroute.ts'
import { countEntries } from '../storage/entries/concerned-entries.ts'
import type { JobKind } from './job.ts'

/** Routes again what a change of rules touched; begun anew, it goes on from the last handful it wrote. */
export const rerouteAgain: JobKind = async ({ workshop, job, signal, progress }) => {
  const asked = readRouting(job.payload)
  const from = readReached(job.payload)
  const total = await countEntries(workshop.storage)
  const remember = (reached: Reached) => ({ ...job.payload, ...reached })
  const onStep = ({ walked }: Reached) => progress(Math.min(walked, total), total)
  const reached = await routeAgain(workshop, asked, {
    ...(from ? { from } : {}),
    signal,
    job: { id: job.id, remember },
    onStep,
  })
  if (!signal.aborted) progress(total, total)
  return ok(reached)
}
