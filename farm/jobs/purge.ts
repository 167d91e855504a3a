import { ok } from '../../pipeline/model/problem.ts'
import { purge } from '../storage/purge-store.ts'
import type { JobKind } from './job.ts'

/** Forgets what is of no more use. */
export const purgeOld: JobKind = async ({ workshop }) => {
  await purge(workshop.storage, workshop.now())
  return ok(undefined)
}
