import { setImmediate } from 'node:timers/promises'
import { amongNumbers } from './among.ts'
import type { Database, Storage } from './storage.ts'

type Reading = Pick<Storage, 'read' | 'tables' | 'dialect' | 'foreignChanges'>

/** How many of these entries hold each term, read from memory where they were asked about before. */
export async function countTerms(storage: Reading, entries: readonly number[]): Promise<ReadonlyMap<string, number>> {
  const shelf = shelves.getOrInsertComputed(storage.read, emptyShelf)
  forgetForeign(storage, shelf)
  const totals = new Map<number, number>()
  const unknown: number[] = []
  for (const entry of entries) {
    const at = shelf.places.get(entry)
    if (at === undefined) unknown.push(entry)
    else for (let i = at + (shelf.figures[at] ?? 0); i > at; i -= 1) addOne(totals, shelf.figures[i] ?? 0)
  }
  for (let i = 0; i < unknown.length; i += AT_ONCE) {
    if (i > 0) await setImmediate()
    for (const terms of await learn(storage, shelf, unknown.slice(i, i + AT_ONCE)))
      for (const term of terms) addOne(totals, term)
  }
  return new Map([...totals].map(([term, total]) => [shelf.names[term] ?? '', total]))
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
const AT_ONCE = 5_000
/** 32 megabytes, some 800,000 entries; beyond, it begins anew. */
const MOST = 8_000_000

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

async function learn(storage: Reading, shelf: Shelf, entries: readonly number[]): Promise<Iterable<readonly number[]>> {
  const { turn } = shelf
  const { entryTerms } = storage.tables
  const rows = await storage.read
    .select({ entry: entryTerms.entry, term: entryTerms.term })
    .from(entryTerms)
    .where(amongNumbers(storage.dialect, entryTerms.entry, entries))
  const found = new Map<number, number[]>(entries.map((entry) => [entry, []]))
  for (const { entry, term } of rows) found.get(entry)?.push(numberOf(shelf, term))
  if (turn === shelf.turn && storage.foreignChanges() === shelf.foreign)
    for (const [entry, terms] of found) hold(shelf, entry, terms)
  return found.values()
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

function addOne(totals: Map<number, number>, term: number): void {
  totals.set(term, (totals.get(term) ?? 0) + 1)
}
