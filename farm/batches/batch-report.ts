import { type BatchCounts, type BatchLine, NO_COUNTS } from '../../pipeline/model/batch.ts'
import type { Problem } from '../../pipeline/model/problem.ts'
import type { Arrival } from '../../pipeline/model/submission.ts'
import { type Sample, sampleLines, sampleOf } from './samples.ts'

/** What became of an import, as its author reads it. */
export interface BatchReport {
  /** Number of the batch; null for a rehearsal that leaves none. */
  readonly batch: number | null
  readonly total: number
  readonly new: number
  readonly changed: number
  readonly same: number
  readonly duplicates: number
  readonly refused: number
  /** Entries taken back because their source gives them no longer. */
  readonly gone: number
  /** The first thousand, each with its line; `batchProblems` reads them all. */
  readonly problems: readonly Problem[]
  /** How many there were. */
  readonly problemCount: number
  /** Problems of the file as a whole that did not prevent reading it. */
  readonly warnings: readonly Problem[]
  /** Of a rehearsal: some of each outcome. */
  readonly samples: readonly Sample[]
}

/** What some arrivals add to a tally: how far the batch is with them, and the lines to keep. */
export interface Weighed {
  readonly total: number
  readonly counts: BatchCounts
  readonly lines: readonly BatchLine[]
  readonly samples: readonly Sample[]
}

/** Counts arrivals as they come. */
export interface Tally {
  readonly total: number
  readonly counts: BatchCounts
  /** Where some more would lead, without counting them yet. */
  weigh(more: {
    readonly arrivals?: readonly Arrival[]
    readonly gone?: readonly Sample[]
    /** Items these were; as many as arrivals where nothing is said. */
    readonly items?: number
  }): Weighed
  /** Counts what was weighed. */
  take(weighed: Weighed): void
  report(batch: number | null, warnings: readonly Problem[]): BatchReport
}

const REPORTED = 1000
const SAMPLES = 20

/** A tally that goes on from what was counted before. */
export function startTally(before: Pick<Tally, 'total' | 'counts'> = { total: 0, counts: NO_COUNTS }): Tally {
  let { total, counts } = before
  let problemCount = 0
  const problems: Problem[] = []
  const samples: Sample[] = []
  return {
    get total() {
      return total
    },
    get counts() {
      return counts
    },
    weigh({ arrivals = [], gone = [], items = arrivals.length }) {
      const next = { ...counts, gone: counts.gone + gone.length }
      for (const { outcome } of arrivals) next[outcome] += 1
      const shown = arrivals.some((one) => one.shown) ? arrivals.flatMap(sampleOf) : []
      const fresh = fewOf([...shown, ...gone], samples)
      return {
        total: total + items,
        counts: next,
        lines: [...arrivals.flatMap(linesOf), ...fresh.flatMap(sampleLines)],
        samples: fresh,
      }
    },
    take(weighed) {
      total = weighed.total
      counts = weighed.counts
      samples.push(...weighed.samples)
      for (const { line, outcome, problem } of weighed.lines) {
        if (!TOLD.has(outcome)) continue
        problemCount += 1
        if (problems.length < REPORTED) problems.push({ ...problem, line })
      }
    },
    report(batch, warnings) {
      const { duplicate: duplicates, ...others } = counts
      return { batch, total, ...others, duplicates, problems, problemCount, warnings, samples }
    },
  }
}

const TOLD: ReadonlySet<BatchLine['outcome']> = new Set(['duplicate', 'refused', 'warning'])

function linesOf({ outcome, line = 0, entry, problems }: Arrival): BatchLine[] {
  const kept = outcome === 'duplicate' || outcome === 'refused' ? outcome : 'warning'
  const unread = problems.some(({ code }) => UNREAD.has(code))
  const told = unread ? problems.filter(({ code }) => code !== 'required') : problems
  return told.map((problem) => ({ line, outcome: kept, entry, problem }))
}

// Nothing of such a line was read: what it lacks is not for want of being there.
const UNREAD = new Set(['ragged-row', 'unclosed-quote', 'row-too-long'])

function fewOf(found: readonly Sample[], known: readonly Sample[]): readonly Sample[] {
  const room = new Map<string, number>()
  for (const { outcome } of known) room.set(outcome, (room.get(outcome) ?? 0) + 1)
  return found.filter(({ outcome }) => {
    const count = room.get(outcome) ?? 0
    room.set(outcome, count + 1)
    return count < SAMPLES
  })
}
