import { and, asc, eq, gt, inArray, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { themeTerm } from '../../pipeline/terms.ts'
import { among } from './among.ts'
import { ofSections } from './site-sections.ts'
import type { Storage } from './storage.ts'

type Reading = Pick<Storage, 'read' | 'tables' | 'dialect'>

/** Whose published entries are looked at: those a site shows, or those of some organisations. */
export type CoverageScope = { readonly site: string } | { readonly organisations: readonly string[] }

/** How many entries, all and those published since 30, 60 and 90 days; `latest` is the last publication. */
export interface CoverageFigures {
  readonly all: number
  readonly days30: number
  readonly days60: number
  readonly days90: number
  readonly latest: number | null
}

/** The figures of a theme in a territory, all that lies under either included. */
export interface CoverageCell extends CoverageFigures {
  readonly theme: string
  readonly place: string
}

/** An entry in sight: when it was published, and whether a source or a file brought it. */
export interface SightedEntry {
  readonly id: number
  readonly publishedAt: number
  readonly imported: boolean
}

/** The next entries in sight after that number, in order; a large farm is read in pieces, for others wait meanwhile. */
export async function sightedEntries(
  reading: Reading,
  { scope, after, limit }: { readonly scope: CoverageScope; readonly after: number; readonly limit: number },
): Promise<readonly SightedEntry[]> {
  const { entries } = reading.tables
  return reading.read
    .select({
      id: entries.id,
      publishedAt: sql<number>`coalesce(${entries.publishedAt}, 0)`.mapWith(Number),
      imported: sql<boolean>`${isImported(reading)}`.mapWith(Boolean),
    })
    .from(entries)
    .where(inScope(reading, { scope, after, limit }))
    .orderBy(asc(entries.id))
    .limit(limit)
}

interface Piece {
  readonly entries: readonly number[]
  readonly places: readonly string[]
  readonly now: number
}

/** Figures of themes in territories among these entries, in one statement; where there is none there is no cell. */
export async function coverageCells(
  reading: Reading,
  piece: Piece & { readonly themes: readonly string[] },
): Promise<readonly CoverageCell[]> {
  if (piece.themes.length === 0 || piece.places.length === 0) return []
  const { read, tables, dialect } = reading
  const { entries, entryTerms } = tables
  const theme = sql<string>`theme.term`
  const place = sql<string>`place.term`
  const rows = await read
    .select({ theme, place, ...figures(reading, piece.now) })
    .from(entries)
    .innerJoin(sql`${entryTerms} as theme`, sql`theme.entry = ${entries.id}`)
    .innerJoin(sql`${entryTerms} as place`, sql`place.entry = ${entries.id}`)
    .where(
      and(
        amongNumbers(dialect, entries.id, piece.entries),
        amongTerms(dialect, theme, piece.themes.map(themeTerm)),
        amongTerms(dialect, place, piece.places),
      ),
    )
    .groupBy(theme, place)
  const prefix = themeTerm('').length
  return rows.map((row) => ({ ...row, theme: row.theme.slice(prefix) }))
}

/** Figures of territories among these entries, whatever the theme. */
export async function coveragePlaces(reading: Reading, piece: Piece): Promise<ReadonlyMap<string, CoverageFigures>> {
  if (piece.places.length === 0) return new Map()
  const { read, tables, dialect } = reading
  const { entries, entryTerms } = tables
  const rows = await read
    .select({ place: entryTerms.term, ...figures(reading, piece.now) })
    .from(entries)
    .innerJoin(entryTerms, eq(entryTerms.entry, entries.id))
    .where(
      and(amongNumbers(dialect, entries.id, piece.entries), amongTerms(dialect, sql`${entryTerms.term}`, piece.places)),
    )
    .groupBy(entryTerms.term)
  return new Map(rows.map(({ place, ...rest }) => [place, rest]))
}

function figures({ tables: { entries } }: Reading, now: number) {
  const since = (days: number) =>
    sql<number>`sum(case when ${entries.publishedAt} >= ${now - days * DAY} then 1 else 0 end)`.mapWith(Number)
  return {
    all: sql<number>`count(*)`.mapWith(Number),
    days30: since(30),
    days60: since(60),
    days90: since(90),
    latest: sql<number | null>`max(${entries.publishedAt})`.mapWith(Number),
  }
}

const DAY = 86_400_000

// Terms of an entry lie side by side: one walk from the first to the last of them costs less than a search for each.
function amongTerms(dialect: Storage['dialect'], column: SQL, terms: readonly string[]): SQL | undefined {
  const sorted = terms.toSorted((a, b) => (a < b ? -1 : 1))
  const within = sql`${column} >= ${sorted[0]} and ${column} <= ${sorted.at(-1)}`
  return and(within, among(dialect, sql`${column} || ''`, terms))
}

function amongNumbers(dialect: Storage['dialect'], column: SQLWrapper, numbers: readonly number[]): SQL {
  return dialect === 'sqlite'
    ? sql`${column} in (select value from json_each(${JSON.stringify(numbers)}))`
    : sql`${column} = any(${sql.param([...numbers])}::bigint[])`
}

// What a source or a file brought has its number there; what the farm took in by itself has no author.
function isImported({ tables: { entries } }: Reading): SQL {
  const { source, externalId, author } = entries
  return sql`(${source} is not null or ${externalId} is not null or ${author} is null)`
}

/** Condition "this entry is in sight"; a page of them after a number, where one is asked. */
export function inScope(
  { dialect, tables }: Reading,
  { scope, after = 0, limit }: { readonly scope: CoverageScope; readonly after?: number; readonly limit?: number },
): SQL | undefined {
  const { entries, deliveries } = tables
  const published = and(eq(entries.state, 'published'), gt(entries.id, after))
  if (!('site' in scope)) return and(published, among(dialect, entries.organisation, scope.organisations))
  const { entry, site, state } = deliveries
  const shown = sql`select distinct ${entry} from ${deliveries} where ${site} = ${scope.site} and ${state} = 'live' and ${entry} > ${after}`
  const most = limit === undefined ? sql`` : sql` order by ${entry} limit ${limit}`
  return and(published, sql`${entries.id} in (${shown}${most})`)
}

/** What one section shows: how many entries, how many of them came from sources or files, and its last publication. */
export interface SectionFigures {
  readonly all: number
  readonly imported: number
  readonly latest: number | null
}

/** Figures of the sections of a site, by subscription; an empty section has none. */
export async function coverageSections(reading: Reading, site: string): Promise<ReadonlyMap<number, SectionFigures>> {
  const { read, tables } = reading
  const { deliveries, entries } = tables
  const rows = await read
    .select({
      subscription: deliveries.subscription,
      all: sql<number>`count(*)`.mapWith(Number),
      imported: sql<number>`sum(case when ${isImported(reading)} then 1 else 0 end)`.mapWith(Number),
      latest: sql<number | null>`max(${entries.publishedAt})`.mapWith(Number),
    })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .where(and(ofSections(reading, [site]), eq(deliveries.state, 'live')))
    .groupBy(deliveries.subscription)
  return new Map(rows.map(({ subscription, ...rest }) => [subscription, rest]))
}

/** When each source last brought something new, by its number; one that never did is missing. */
export async function lastNewOfSources(
  { read, tables: { entries } }: Reading,
  sources: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (sources.length === 0) return new Map()
  const rows = await read
    .select({ source: entries.source, latest: sql<number>`max(${entries.createdAt})`.mapWith(Number) })
    .from(entries)
    .where(inArray(entries.source, [...sources]))
    .groupBy(entries.source)
  return new Map(rows.flatMap(({ source, latest }) => (source === null ? [] : [[source, latest] as const])))
}
