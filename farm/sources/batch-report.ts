import type { Problem } from '../../pipeline/model/problem.ts'
import type { Arrival } from '../../pipeline/model/submission.ts'
import { type BatchCounts, type BatchLine, NO_COUNTS } from '../storage/batch-store.ts'

/** What became of an import, as its author reads it. */
export interface BatchReport {
  /** Number of the batch; null for a rehearsal, which leaves none. */
  readonly batch: number | null
  readonly total: number
  readonly new: number
  readonly changed: number
  readonly same: number
  readonly duplicates: number
  readonly refused: number
  /** The first thousand, each with its line; `batchProblems` reads them all. */
  readonly problems: readonly Problem[]
  /** How many there were. */
  readonly problemCount: number
  /** Problems of the file as a whole that did not prevent reading it. */
  readonly warnings: readonly Problem[]
}

/** Counts arrivals as they come. */
export interface Tally {
  readonly total: number
  readonly counts: BatchCounts
  /** Counts some more, and answers with the problems to keep. */
  add(arrivals: readonly Arrival[]): readonly BatchLine[]
  report(batch: number | null, warnings: readonly Problem[]): BatchReport
}

const REPORTED = 1000

/** A tally that has counted nothing. */
export function startTally(): Tally {
  const counts = { ...NO_COUNTS }
  const problems: Problem[] = []
  let [total, problemCount] = [0, 0]
  return {
    get total() {
      return total
    },
    get counts() {
      return { ...counts }
    },
    add(arrivals) {
      total += arrivals.length
      for (const { outcome } of arrivals) counts[outcome] += 1
      const lines = arrivals.flatMap(linesOf)
      problemCount += lines.length
      for (const { line, problem } of lines) if (problems.length < REPORTED) problems.push({ ...problem, line })
      return lines
    },
    report(batch, warnings) {
      const { duplicate: duplicates, ...others } = counts
      return { batch, total, ...others, duplicates, problems, problemCount, warnings }
    },
  }
}

function linesOf({ outcome, line = 0, entry, problems }: Arrival): BatchLine[] {
  if (outcome !== 'duplicate' && outcome !== 'refused') return []
  return problems.map((problem) => ({ line, outcome, entry, problem }))
}
