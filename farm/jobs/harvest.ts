import { ok } from '../../pipeline/model/problem.ts'
import { harvestSource } from '../sources/harvest.ts'
import { dueSources, type Source } from '../storage/source-store.ts'
import { type JobKind, payloadText } from './job.ts'

/** Harvests the due sources of one host, one after the other: a host never sees two of our requests at once. */
export const harvestHost: JobKind = async ({ workshop, gateway, job, signal, progress }) => {
  const host = payloadText(job, 'host')
  const due = (await dueSources(workshop.storage, workshop.now())).filter((source) => hostOf(source) === host)
  for (const [i, { id }] of due.entries()) {
    if (signal.aborted) return ok(undefined)
    progress(i, due.length)
    // What went wrong is written on the source, where people look.
    await harvestSource(gateway, id, { signal })
  }
  progress(due.length, due.length)
  return ok(undefined)
}

/** Host a source is pulled from. */
export function hostOf({ url }: Source): string {
  return new URL(url).host
}
