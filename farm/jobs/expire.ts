import { expire } from '../../pipeline/withdraw.ts'
import { dueForExpiry } from '../storage/entries/due-entries.ts'
import type { Workshop } from './job.ts'

const PAGE = 200

/** Ends every published entry whose time is over; answers how many. */
export async function expireDue({ ports, storage, now }: Workshop, signal: AbortSignal): Promise<number> {
  let [expired, after] = [0, 0]
  for (;;) {
    const due = await dueForExpiry(storage, { now: now(), after, limit: PAGE })
    for (const entry of due) {
      if (signal.aborted) return expired
      expired += (await expire(ports, entry)).ok ? 1 : 0
    }
    after = due.at(-1)?.id ?? after
    if (due.length < PAGE) return expired
  }
}
