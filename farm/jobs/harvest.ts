import { ok } from '../../pipeline/model/problem.ts'
import { AT_ONCE } from '../fetching/host-gate.ts'
import { harvestSource } from '../sources/harvest.ts'
import type { Source } from '../storage/gateways/source-store.ts'
import type { JobKind } from './job.ts'

/** Harvests the sources of one host that were due, two at once: a host has one such job, so it never sees more of us. */
export const harvestHost: JobKind = async ({ gateway, job, signal, progress }) => {
  const ids = numbersIn(job.payload.sources)
  const waiting = ids.values()
  const broken: unknown[] = []
  let done = 0
  const lane = async () => {
    for (const id of waiting) {
      if (signal.aborted) return
      // What went wrong is written on the source, where people look; a bug must not hold back the others.
      await harvestSource(gateway, id, { signal }).catch((error: unknown) => broken.push(error))
      done += 1
      progress(done, ids.length)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  if (broken.length > 0) throw broken[0]
  return ok(undefined)
}

/** Host a source is pulled from. */
export function hostOf({ url }: Pick<Source, 'url'>): string {
  return URL.parse(url)?.host ?? ''
}

function numbersIn(list: unknown): readonly number[] {
  return Array.isArray(list) ? list.filter((one) => typeof one === 'number') : []
}
