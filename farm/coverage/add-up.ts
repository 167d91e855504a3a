import { setImmediate as pause } from 'node:timers/promises'
import {
  type CoverageCell,
  type CoverageFigures,
  type CoverageScope,
  coverageCells,
  coveragePlaces,
  type SightedEntry,
  sightedEntries,
} from '../storage/coverage-store.ts'
import type { CoverageRoom } from './coverage-room.ts'

/** What is added up. */
export interface SumRequest {
  readonly scope: CoverageScope
  readonly themes: readonly string[]
  readonly places: readonly string[]
}

/** Figures by theme and territory. */
export interface CoverageSum {
  /** Every entry in sight, and how many of them came from sources or files. */
  readonly whole: CoverageFigures & { readonly imported: number }
  /** Of a territory, whatever the theme. */
  place(key: string): CoverageFigures
  /** Of a theme in a territory. */
  cell(theme: string, place: string): CoverageFigures
}

/** No entry at all. */
export const NOTHING: CoverageFigures = { all: 0, days30: 0, days60: 0, days90: 0, latest: null }

/**
 * Adds up what is in sight. On SQLite a few thousand entries at a time, as nobody else is served while a statement runs.
 * What took more than a second is remembered for ten minutes; `at` says when it was counted.
 */
export async function addUp(room: CoverageRoom, request: SumRequest): Promise<{ at: number; sum: CoverageSum }> {
  const known = kept.get(room.storage) ?? new Map<string, Remembered>()
  kept.set(room.storage, known)
  const key = JSON.stringify(request)
  const now = room.now()
  const remembered = known.get(key)
  if (remembered && now - remembered.at < TEN_MINUTES) return { at: remembered.at, sum: await remembered.sum }
  const [begun, sum] = [performance.now(), count(room, request, now)]
  if (known.size >= MOST) known.clear()
  known.set(key, { at: now, sum })
  const forgettable = await sum.then(
    () => performance.now() - begun < DEAR,
    () => true,
  )
  if (forgettable) known.delete(key)
  return { at: now, sum: await sum }
}

interface Remembered {
  readonly at: number
  readonly sum: Promise<CoverageSum>
}

const kept = new WeakMap<CoverageRoom['storage'], Map<string, Remembered>>()
const TEN_MINUTES = 600_000
const DEAR = 1_000
const MOST = 50
const PIECE = { sqlite: 3_000, postgres: 50_000 } as const

async function count({ storage }: CoverageRoom, request: SumRequest, now: number): Promise<CoverageSum> {
  const { scope, themes, places } = request
  const limit = PIECE[storage.dialect]
  const sums = { whole: { ...NOTHING, imported: 0 }, places: new Map(), cells: new Map() } satisfies Sums
  for (let after = 0; ; ) {
    const sighted = await sightedEntries(storage, { scope, after, limit })
    const last = sighted.at(-1)
    if (last === undefined) return sumOf(sums)
    after = last.id
    sums.whole = addWhole(sums.whole, sighted, now)
    const piece = { entries: sighted.map(({ id }) => id), places, now }
    const [byPlace, cells] = await Promise.all([
      coveragePlaces(storage, piece),
      coverageCells(storage, { ...piece, themes }),
    ])
    merge(sums, byPlace, cells)
    await pause()
  }
}

interface Sums {
  whole: CoverageSum['whole']
  readonly places: Map<string, CoverageFigures>
  readonly cells: Map<string, CoverageFigures>
}

function merge(sums: Sums, byPlace: ReadonlyMap<string, CoverageFigures>, cells: readonly CoverageCell[]): void {
  for (const [key, found] of byPlace) sums.places.set(key, plus(sums.places.get(key) ?? NOTHING, found))
  for (const { theme, place, ...found } of cells) {
    const key = `${theme} ${place}`
    sums.cells.set(key, plus(sums.cells.get(key) ?? NOTHING, found))
  }
}

function sumOf({ whole, places, cells }: Sums): CoverageSum {
  return {
    whole,
    place: (key) => places.get(key) ?? NOTHING,
    cell: (theme, place) => cells.get(`${theme} ${place}`) ?? NOTHING,
  }
}

function plus(a: CoverageFigures, b: CoverageFigures): CoverageFigures {
  const latest = Math.max(a.latest ?? 0, b.latest ?? 0)
  return {
    all: a.all + b.all,
    days30: a.days30 + b.days30,
    days60: a.days60 + b.days60,
    days90: a.days90 + b.days90,
    latest: latest === 0 ? null : latest,
  }
}

const DAY = 86_400_000

function addWhole(whole: CoverageSum['whole'], sighted: readonly SightedEntry[], now: number): CoverageSum['whole'] {
  const since = (days: number) => sighted.filter(({ publishedAt }) => publishedAt >= now - days * DAY).length
  const found: CoverageFigures = {
    ...{ all: sighted.length, days30: since(30), days60: since(60), days90: since(90) },
    latest: sighted.reduce((last, { publishedAt }) => Math.max(last, publishedAt), 0),
  }
  return { ...plus(whole, found), imported: whole.imported + sighted.filter((one) => one.imported).length }
}
