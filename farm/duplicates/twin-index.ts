import { hashOf } from '../../pipeline/simhash.ts'
import { MOST_SHARING } from './compare-entries.ts'

/** A line of a file, and what it may be found by. */
export interface Noted {
  /** Its place among the items of the file, from 0. */
  readonly at: number
  readonly keys: readonly string[]
  readonly title: readonly string[]
  /** Its source gave it a number: it knows it from every other it numbered. */
  readonly numbered: boolean
}

/** Which lines of a file are worth comparing with which before them, told by their keys alone, so that the file need not be held. */
export interface TwinIndex {
  /** Notes a line; false once more lines are alike than can be told apart here. */
  note(line: Noted): boolean
  /** Of each line, those before it. */
  readonly before: ReadonlyMap<number, readonly number[]>
  /** Of each line one of those after it is compared with, the last one. */
  readonly until: ReadonlyMap<number, number>
}

const MOST_EACH = 10
const MOST_COUPLES = 200_000

/** An index of a file; lines of one chunk, which so many items make, are compared among themselves already. */
export function startTwinIndex(chunk: number): TwinIndex {
  const [before, until] = [new Map<number, readonly number[]>(), new Map<number, number>()]
  // Per key the last line that bears it, and per bearer the one before: numbers only, for a hundred thousand lines.
  const last = new Map<number, number>()
  const bearers: number[] = []
  const earlier: number[] = []
  const words = new Map<number, Uint32Array>()
  const numbered = new Set<number>()
  let couples = 0
  return {
    before,
    until,
    note(line) {
      const title = Uint32Array.from(line.title, hashOf)
      const keys = line.keys.map(hashOf)
      const shared = sharedBy(keys, { last, bearers, earlier })
      const apart = (other: number) => line.numbered && numbered.has(other)
      const worth = [...shared]
        .filter(([other]) => Math.floor(other / chunk) < Math.floor(line.at / chunk) && !apart(other))
        .map(([other, count]) => ({ other, count, common: inCommon(title, words.get(other)) }))
        .filter(({ count, common }) => count >= 3 || common > 0)
        .toSorted((one, two) => two.count + two.common - one.count - one.common || one.other - two.other)
        .slice(0, MOST_EACH)
        .map(({ other }) => other)
      couples += worth.length
      if (worth.length > 0) before.set(line.at, worth)
      for (const other of worth) until.set(other, line.at)
      words.set(line.at, title)
      if (line.numbered) numbered.add(line.at)
      for (const key of keys) {
        earlier.push(last.get(key) ?? -1)
        last.set(key, bearers.push(line.at) - 1)
      }
      return couples < MOST_COUPLES
    },
  }
}

interface Bearers {
  readonly last: ReadonlyMap<number, number>
  readonly bearers: readonly number[]
  readonly earlier: readonly number[]
}

// A key that too many share says nothing, here as among entries.
function sharedBy(keys: readonly number[], { last, bearers, earlier }: Bearers): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const key of keys) {
    const found: number[] = []
    for (let at = last.get(key) ?? -1; at >= 0 && found.length <= MOST_SHARING; at = earlier[at] ?? -1)
      found.push(bearers[at] ?? 0)
    if (found.length > MOST_SHARING) continue
    for (const one of found) counts.set(one, (counts.get(one) ?? 0) + 1)
  }
  return counts
}

function inCommon(one: Uint32Array, other: Uint32Array | undefined): number {
  return other === undefined ? 0 : one.reduce((sum, word) => sum + (other.includes(word) ? 1 : 0), 0)
}
