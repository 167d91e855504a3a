import { releaseScheduled } from '../../pipeline/release.ts'
import { dueForRelease } from '../storage/entries/due-entries.ts'
import type { Workshop } from './job.ts'

const PAGE = 200

/** Publishes every scheduled entry whose day has come; answers how many. One that cannot be is left for the next time. */
export async function releaseDue({ ports, storage, now }: Workshop, signal: AbortSignal): Promise<number> {
  let [released, after] = [0, 0]
  for (;;) {
    const due = await dueForRelease(storage, { now: now(), after, limit: PAGE })
    for (const { id } of due) {
      if (signal.aborted) return released
      released += (await releaseScheduled(ports, id)).ok ? 1 : 0
    }
    after = due.at(-1)?.id ?? after
    if (due.length < PAGE) return released
  }
}
