import { setImmediate } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { amongNumbers } from '../among.ts'
import type { Database, Storage } from '../storage.ts'

type Reading = Pick<Storage, 'read' | 'tables' | 'dialect' | 'foreignChanges'>

/** How many of these entries hold each term, read from memory where they were asked about before. */
export async function countTerms(storage: Reading, entries: readonly number[]): Promise<ReadonlyMap<string, number>> {
  const shelf = shelfOf(storage)
  const totals = new Map<number, number>()
  await eachEntry(storage, entries, (_, terms, from, to) => {
    for (let i = from; i < to; i += 1) {
      const term = terms[i] ?? 0
      totals.set(term, (totals.get(term) ?? 0) + 1)
    }
  })
  return new Map([...totals].map(([term, total]) => [shelf.names[term] ?? '', total]))
}

/** Tells of each of these entries which of these terms it holds, by their places in both lists, in no particular order. */
export async function meetTerms(
  storage: Reading,
  { entries, terms: asked }: { readonly entries: readonly number[]; readonly terms: readonly string[] },
  meet: (entry: number, terms: readonly number[]) => void,
): Promise<void> {
  const shelf = shelfOf(storage)
  const places = new Map(asked.map((term, place) => [numberOf(shelf, term), place]))
  await eachEntry(storage, entries, (entry, terms, from, to) => {
    const met: number[] = []
    for (let i = from; i < to; i += 1) {
      const place = places.get(terms[i] ?? 0)
      if (place !== undefined) met.push(place)
    }
    meet(entry, met)
  })
}

type Hear = (place: number, terms: ArrayLike<number>, from: number, to: number) => void

async function eachEntry(storage: Reading, entries: readonly number[], hear: Hear): Promise<void> {
  const shelf = shelfOf(storage)
  forgetForeign(storage, shelf)
  const unknown: number[] = []
  for (const [place, entry] of entries.entries()) {
    const at = shelf.places.get(entry)
    if (at === undefined) unknown.push(place)
    else hear(place, shelf.figures, at + 1, at + 1 + (shelf.figures[at] ?? 0))
  }
  const atOnce = AT_ONCE[storage.dialect]
  for (let i = 0; i < unknown.length; i += atOnce) {
    if (i > 0) await setImmediate()
    const some = unknown.slice(i, i + atOnce)
    const found = await learn(
      storage,
      shelf,
      some.map((place) => entries[place] ?? 0),
    )
    for (const place of some) {
      const terms = found.get(entries[place] ?? 0) ?? []
      hear(place, terms, 0, terms.length)
    }
  }
}

/** Says that these entries are about something else from now on: to be called once that is committed. */
export function forgetTerms({ read }: Pick<Storage, 'read'>, entries: readonly number[]): void {
  const shelf = shelves.get(read)
  if (!shelf || entries.length === 0) return
  shelf.turn += 1
  for (const entry of entries) shelf.places.delete(entry)
}

/** Terms of entries as numbers, one entry after the other: some 70 bytes for each, where a list of texts takes a thousand. */
interface Shelf {
  /** Terms by their number, and the other way round. */
  readonly names: string[]
  readonly numbers: Map<string, number>
  /** For each entry held: how many terms it has, then these. */
  figures: Int32Array
  end: number
  readonly places: Map<number, number>
  /** Grows whenever something is forgotten: what was being read meanwhile is not held. */
  turn: number
  foreign: number
}

const shelves = new WeakMap<Database, Shelf>()
// Others are served between two of them.
const AT_ONCE = { sqlite: 2_000, postgres: 10_000 }
/** 32 megabytes, some 800,000 entries; beyond, it begins anew. */
const MOST = 8_000_000

function shelfOf({ read }: Pick<Storage, 'read'>): Shelf {
  return shelves.getOrInsertComputed(read, emptyShelf)
}

function emptyShelf(): Shelf {
  const [names, numbers, places] = [[], new Map(), new Map()]
  return { names, numbers, places, figures: new Int32Array(1_024), end: 0, turn: 0, foreign: Number.NaN }
}

// Another process may have said anything about any entry.
function forgetForeign({ foreignChanges }: Reading, shelf: Shelf): void {
  const current = foreignChanges()
  if (current !== shelf.foreign) forgetAll(shelf)
  shelf.foreign = current
}

function forgetAll(shelf: Shelf): void {
  shelf.turn += 1
  shelf.places.clear()
  shelf.end = 0
}

async function learn(
  storage: Reading,
  shelf: Shelf,
  entries: readonly number[],
): Promise<ReadonlyMap<number, readonly number[]>> {
  const { turn } = shelf
  const { read, dialect, tables } = storage
  const { entry, term } = tables.entryTerms
  // One row an entry: a dozen times as many would take twice as long to be handed over.
  const joined = dialect === 'sqlite' ? sql`group_concat(${term}, char(10))` : sql`string_agg(${term}, chr(10))`
  const rows = await read
    .select({ entry, terms: sql<string>`${joined}` })
    .from(tables.entryTerms)
    .where(amongNumbers(dialect, entry, entries))
    .groupBy(entry)
  const found = new Map<number, readonly number[]>(entries.map((one) => [one, []]))
  for (const row of rows)
    found.set(
      row.entry,
      row.terms.split('\n').map((one) => numberOf(shelf, one)),
    )
  if (turn === shelf.turn && storage.foreignChanges() === shelf.foreign)
    for (const [one, terms] of found) hold(shelf, one, terms)
  return found
}

function numberOf(shelf: Shelf, term: string): number {
  return shelf.numbers.getOrInsertComputed(term, () => shelf.names.push(term) - 1)
}

function hold(shelf: Shelf, entry: number, terms: readonly number[]): void {
  if (shelf.end + terms.length >= MOST) forgetAll(shelf)
  if (shelf.end + terms.length >= shelf.figures.length) {
    const wider = new Int32Array(Math.max(2 * shelf.figures.length, shelf.end + terms.length + 1))
    wider.set(shelf.figures)
    shelf.figures = wider
  }
  shelf.places.set(entry, shelf.end)
  shelf.figures[shelf.end] = terms.length
  shelf.figures.set(terms, shelf.end + 1)
  shelf.end += terms.length + 1
}
