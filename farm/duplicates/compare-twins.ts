import { setImmediate } from 'node:timers/promises'
import { LIKELY, likeness } from '../../pipeline/likeness.ts'
import type { BatchLine } from '../../pipeline/model/batch.ts'
import type { Chunk } from '../batches/read-in-turn.ts'
import { type Drawn, drawAll } from './draw-entries.ts'
import type { DuplicatesRoom } from './duplicates-room.ts'
import { type Fresh, likened, told } from './lines-of.ts'
import type { TwinIndex } from './twin-index.ts'
import { withoutDecided } from './without-decided.ts'

/** Something a line is like, and how much. */
export interface Found {
  readonly score: number
  readonly told: BatchLine
}

/** Of a line, what it is most like so far. */
export type Likeliest = Map<number, Found>

/** Compares the lines of a file with those before them that the index names, as the file is read once more. */
export interface TwinComparison {
  /** The next chunk of the file. */
  take(chunk: Chunk): Promise<void>
  /** Some were not compared, for too many would have had to be held at once. */
  readonly partly: boolean
}

// Some forty megabytes of texts waiting for their like.
const MOST_WORDS = 1_000_000

/** Begins comparing; what is found goes into `best`. */
export function compareTwins(room: DuplicatesRoom, { before, until }: TwinIndex, best: Likeliest): TwinComparison {
  const held = new Map<number, Held>()
  let [at, words, partly] = [0, 0, false]

  function forget(one: number): void {
    words -= weightOf(held.get(one))
    held.delete(one)
  }

  function hold(own: number, one: Held): void {
    held.set(own, one)
    words += weightOf(one)
    for (const oldest of held.keys()) {
      if (words <= MOST_WORDS) break
      forget(oldest)
      partly = true
    }
  }

  async function compare(found: readonly Held[]): Promise<void> {
    const pairs: { readonly entry: number; readonly other: number; readonly score: number }[] = []
    for (const { drawn } of found) {
      for (const other of before.get(placeOf(drawn)) ?? []) {
        const twin = held.get(other)
        const { score } = twin ? likeness(drawn.portrait, twin.drawn.portrait) : { score: 0 }
        if (twin && score >= LIKELY) pairs.push({ entry: twin.drawn.entry.id, other: drawn.entry.id, score })
      }
      await setImmediate()
    }
    const entries = new Map([...held.values(), ...found].map(({ drawn: { entry } }) => [entry.id, entry]))
    for (const { entry, other, score } of await withoutDecided(room, pairs, entries)) {
      const [like, one] = [
        held.get(placeOf({ entry: { id: entry } })),
        found.find(({ drawn }) => drawn.entry.id === other),
      ]
      if (like && one) keepBest(best, { score, told: told(one.fresh, like.fresh) })
    }
  }

  return {
    get partly() {
      return partly
    },
    async take(chunk) {
      const found = await drawn(room, chunk, { at, wanted: (own) => before.has(own) || until.has(own) })
      await compare(found)
      at += chunk.items.length
      for (const one of found) if (until.has(placeOf(one.drawn))) hold(placeOf(one.drawn), one)
      for (const own of held.keys()) if ((until.get(own) ?? 0) < at) forget(own)
    },
  }
}

/** Keeps what a line is most like: of those it is equally like an entry that is here, else the line that stands first. */
export function keepBest(best: Likeliest, found: Found): void {
  const known = best.get(found.told.line)
  const sooner = known !== undefined && known.score === found.score && placeIn(found) < placeIn(known)
  if (!known || known.score < found.score || sooner) best.set(found.told.line, found)
}

function placeIn({ told }: Found): number {
  return Number(told.problem.params?.line ?? 0)
}

interface Held {
  readonly fresh: Fresh
  readonly drawn: Drawn
}

function weightOf(one: Held | undefined): number {
  // A portrait without a text is not nothing.
  return one === undefined ? 0 : 40 + one.drawn.portrait.text.length
}

function placeOf({ entry }: { readonly entry: { readonly id: number } }): number {
  return -1 - entry.id
}

async function drawn(
  { ports }: DuplicatesRoom,
  { submissions, read }: Chunk,
  { at, wanted }: { readonly at: number; wanted(place: number): boolean },
): Promise<readonly Held[]> {
  const knowledge = await ports.knowledge()
  const lines = new Map<number, Fresh>()
  const entries = submissions.flatMap((submission, i) => {
    const reading = read.get(submission)
    if (!reading || !wanted(at + i)) return []
    const fresh = { submission, line: submission.line ?? 0, values: reading.values }
    lines.set(-1 - at - i, fresh)
    return likened(fresh, -1 - at - i, knowledge)
  })
  const all = await drawAll(entries, knowledge)
  return all.flatMap((one) => {
    const fresh = lines.get(one.entry.id)
    return fresh ? [{ fresh, drawn: one }] : []
  })
}
