import type { RawValue } from './field-types/field-type.ts'
import type { Problem } from './problem.ts'

/** Where an import run stands; only `rehearsed` and what comes after `applying` rest. */
export const BATCH_STATES = ['rehearsing', 'rehearsed', 'applying', 'applied', 'failed', 'undoing', 'undone'] as const

/** One of these states. */
export type BatchState = (typeof BATCH_STATES)[number]

/** How many arrivals of a batch had each outcome; `gone` counts what the source no longer gives, and which was taken back. */
export type BatchCounts = Readonly<Record<'new' | 'changed' | 'same' | 'duplicate' | 'refused' | 'gone', number>>

/** Nothing counted yet. */
export const NO_COUNTS: BatchCounts = { new: 0, changed: 0, same: 0, duplicate: 0, refused: 0, gone: 0 }

/** What else a batch was asked with, and remembers. */
export interface BatchOptions {
  readonly mediaType?: string | undefined
  readonly baseUrl?: string | undefined
  /** Columns named on the command line. */
  readonly columns?: Readonly<Record<string, string>> | undefined
  readonly defaults?: Readonly<Record<string, RawValue>> | undefined
  /** The batch whose input it reads again. */
  readonly replayOf?: number | undefined
  /** Key of the partner who asked for it, by whose rights it is done. */
  readonly key?: number | undefined
  /** Lowest number it wrote, where that is below its own. */
  readonly firstId?: number | undefined
  /** How many items its rehearsal read: so many are to come. */
  readonly expected?: number | undefined
}

/** What a kept line tells: a problem of the file (`file`), of one line, a sample of an outcome, of a rehearsal
 * what it looks like (`likely`), or what undoing left as it was (`kept`). */
export const LINE_OUTCOMES = [
  'new',
  'changed',
  'same',
  'gone',
  'likely',
  'duplicate',
  'refused',
  'file',
  'warning',
  'kept',
] as const

/** Something kept with a batch about one of its lines; line 0 stands for the file as a whole. */
export interface BatchLine {
  readonly line: number
  readonly outcome: (typeof LINE_OUTCOMES)[number]
  readonly entry?: number | undefined
  readonly problem: Problem
}

/** How far a batch has come, written in the very transaction of what it changed; where it stands elsewhere by then, nothing is. */
export interface BatchStep {
  readonly batch: number
  readonly from: BatchMark & { readonly state: BatchState }
  readonly to: BatchMark & {
    readonly state?: BatchState
    readonly counts?: BatchCounts
    readonly endedAt?: number | null
    /** Lowest number it wrote, where other processes had reserved lower ones. */
    readonly firstId?: number
    readonly undoneAt?: number
  }
  readonly lines: readonly (BatchLine & { readonly id: number })[]
}

/** A place in the walk of a batch: arrivals treated; or, while it is undone, the highest number that still stands. */
export interface BatchMark {
  readonly total?: number
  readonly lastId?: number
}
