import type { BatchStep } from '../../pipeline/model/batch.ts'
import type { Arrival, Submission } from '../../pipeline/model/submission.ts'
import type { Ports } from '../../pipeline/ports.ts'
import type { Batch } from '../storage/gateways/batch-store.ts'
import type { Tally, Weighed } from './batch-report.ts'
import { numbered } from './close-batch.ts'
import type { ImportRequest, ImportRoom } from './import-request.ts'
import type { ReadContent } from './read-content.ts'

/** A batch at work. */
export interface Running extends Omit<ImportRequest, 'content' | 'name' | 'dryRun'> {
  readonly content: ReadContent
  /** Goes on after what it treated before; null for a rehearsal that leaves nothing. */
  readonly batch: Batch | null
  readonly rehearse: boolean
}

/** What the parts of a run share. */
export interface Working {
  readonly room: ImportRoom
  readonly running: Running
  readonly tally: Tally
  readonly ids: TrackedIds
  readonly presence: Presence
}

/** What a source still gives, noted as it is read. */
export interface Presence {
  meet(arrivals: readonly Arrival[], submissions: readonly Submission[]): void
  /** Whether an entry was met; undefined where the run was not whole and sound, and tells nothing of what is missing. */
  has(entry: { readonly id: number; readonly externalId: string | null }): boolean | undefined
}

/** The step a batch takes with what was weighed; none where nothing is kept of it. */
export async function stepOf({ running, tally, ids, room }: Working, weighed: Weighed): Promise<readonly BatchStep[]> {
  const { batch } = running
  if (!batch) return []
  const { total, counts, lines } = weighed
  const from = { state: batch.state, total: tally.total }
  const to = { total, counts, ...ids.reached() }
  return [{ batch: batch.id, from, to, lines: await numbered(room.ports, lines) }]
}

/** The numbers a run takes, so that what it wrote is found again between the lowest and the highest. */
export interface TrackedIds {
  readonly ports: Ports
  reached(): { readonly lastId: number; readonly firstId?: number }
}

/** Follows the numbers a run takes, from where its batch left off. */
export function trackIds(ports: Ports, batch: Batch | null): TrackedIds {
  const { id = 0, lastId, options = {} } = batch ?? {}
  const first = options.firstId ?? id
  let [low, high] = [first, lastId ?? id]
  const newIds = async (count: number) => {
    const ids = await ports.newIds(count)
    for (const one of [ids[0], ids.at(-1)]) {
      if (one === undefined) continue
      low = Math.min(low, one)
      high = Math.max(high, one)
    }
    return ids
  }
  return {
    ports: { ...ports, newIds },
    reached: () => ({ lastId: high, ...(low < first ? { firstId: low } : {}) }),
  }
}
