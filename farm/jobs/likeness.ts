import { ok } from '../../pipeline/model/problem.ts'
import { catchUp } from '../duplicates/catch-up.ts'
import type { JobKind } from './job.ts'

/** Compares what changed since the last time with what it may be like; begun anew, it goes on where it was. */
export const compareLater: JobKind = async ({ workshop, signal, progress }) => {
  const onStep = ({ walked }: { readonly walked: number }) => progress(walked, 0)
  return ok(await catchUp(workshop, { signal, onStep, givesWay: true }))
}
