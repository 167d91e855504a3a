import { setImmediate as pause } from 'node:timers/promises'
import { themeTerm } from '../../pipeline/terms.ts'
import {
  type CoverageFigures,
  type CoverageScope,
  type SightedEntry,
  sightedEntries,
} from '../storage/deliveries/coverage-store.ts'
import { meetTerms } from '../storage/entries/held-terms.ts'
import type { CoverageRoom } from './coverage-room.ts'
import { rememberDear } from './remember-dear.ts'

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
  const { at, found } = await remembered(room, JSON.stringify(request), (now) => count(room, request, now))
  return { at, sum: found }
}

const remembered = rememberDear<CoverageSum>(1_000)
const PIECE = { sqlite: 5_000, postgres: 50_000 } as const

async function count({ storage }: CoverageRoom, request: SumRequest, now: number): Promise<CoverageSum> {
  const { scope } = request
  const limit = PIECE[storage.dialect]
  const sums = sumsFor(request)
  for (let after = 0; ; ) {
    const sighted = await sightedEntries(storage, { scope, after, limit })
    const last = sighted.at(-1)
    if (last === undefined) return sumOf(sums, request)
    after = last.id
    await addPiece(storage, sums, { sighted, now })
    await pause()
  }
}

interface Sums {
  readonly whole: Tally & { imported: number }
  /** Terms of the places, then of the themes. */
  readonly terms: readonly string[]
  readonly places: readonly Tally[]
  /** One row of places for each theme. */
  readonly cells: readonly (readonly Tally[])[]
}

type Tally = { -readonly [K in keyof CoverageFigures]: CoverageFigures[K] }

function sumsFor({ themes, places }: SumRequest): Sums {
  const row = () => places.map((): Tally => ({ ...NOTHING }))
  return {
    whole: { ...NOTHING, imported: 0 },
    terms: [...places, ...themes.map(themeTerm)],
    places: row(),
    cells: themes.map(row),
  }
}

interface Piece {
  readonly sighted: readonly SightedEntry[]
  readonly now: number
}

async function addPiece(storage: CoverageRoom['storage'], sums: Sums, { sighted, now }: Piece): Promise<void> {
  const { whole, terms, places, cells } = sums
  for (const one of sighted) {
    addTo(whole, one.publishedAt, now)
    if (one.imported) whole.imported += 1
  }
  await meetTerms(storage, { entries: sighted.map(({ id }) => id), terms }, (entry, met) => {
    const publishedAt = sighted[entry]?.publishedAt ?? 0
    for (const place of met) {
      const sum = places[place]
      if (!sum) continue
      addTo(sum, publishedAt, now)
      for (const theme of met) {
        const cell = cells[theme - places.length]?.[place]
        if (cell) addTo(cell, publishedAt, now)
      }
    }
  })
}

const DAY = 86_400_000

function addTo(sum: Tally, publishedAt: number, now: number): void {
  sum.all += 1
  if (publishedAt >= now - 30 * DAY) sum.days30 += 1
  if (publishedAt >= now - 60 * DAY) sum.days60 += 1
  if (publishedAt >= now - 90 * DAY) sum.days90 += 1
  if (publishedAt > (sum.latest ?? 0)) sum.latest = publishedAt
}

function sumOf({ whole, places, cells }: Sums, request: SumRequest): CoverageSum {
  const placeAt = new Map(request.places.map((key, i) => [key, i]))
  const themeAt = new Map(request.themes.map((code, i) => [code, i]))
  return {
    whole,
    place: (key) => places[placeAt.get(key) ?? -1] ?? NOTHING,
    cell: (theme, place) => cells[themeAt.get(theme) ?? -1]?.[placeAt.get(place) ?? -1] ?? NOTHING,
  }
}
