import { and, desc, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Entry } from '../../pipeline/model/entry.ts'
import { themeTerm } from '../../pipeline/terms.ts'
import { among } from './among.ts'
import { entryOf } from './entry-rows.ts'
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

interface Asked {
  readonly scope: CoverageScope
  readonly places: readonly string[]
  readonly now: number
}

/** Figures of themes in territories; where there is none there is no cell. */
export async function coverageCells(
  reading: Reading,
  asked: Asked & { readonly themes: readonly string[] },
): Promise<readonly CoverageCell[]> {
  if (asked.themes.length === 0 || asked.places.length === 0) return []
  const { read, tables, dialect } = reading
  const { entries, entryTerms } = tables
  const theme = sql<string>`theme.term`
  const place = sql<string>`place.term`
  const rows = await read
    .select({ theme, place, ...figures(reading, asked.now) })
    .from(entries)
    .innerJoin(sql`${entryTerms} as theme`, sql`theme.entry = ${entries.id}`)
    .innerJoin(sql`${entryTerms} as place`, sql`place.entry = ${entries.id}`)
    .where(
      and(
        inScope(reading, asked.scope),
        among(dialect, theme, asked.themes.map(themeTerm)),
        among(dialect, place, asked.places),
      ),
    )
    .groupBy(theme, place)
  const prefix = themeTerm('').length
  return rows.map((row) => ({ ...row, theme: row.theme.slice(prefix) }))
}

/** Figures of territories, whatever the theme. */
export async function coveragePlaces(reading: Reading, asked: Asked): Promise<ReadonlyMap<string, CoverageFigures>> {
  if (asked.places.length === 0) return new Map()
  const { read, tables, dialect } = reading
  const { entries, entryTerms } = tables
  const rows = await read
    .select({ place: entryTerms.term, ...figures(reading, asked.now) })
    .from(entries)
    .innerJoin(entryTerms, eq(entryTerms.entry, entries.id))
    .where(and(inScope(reading, asked.scope), among(dialect, entryTerms.term, asked.places)))
    .groupBy(entryTerms.term)
  return new Map(rows.map(({ place, ...rest }) => [place, rest]))
}

/** Figures of the whole, with or without theme and territory, and how many came from sources or files. */
export async function coverageWhole(
  reading: Reading,
  { scope, now }: Omit<Asked, 'places'>,
): Promise<CoverageFigures & { readonly imported: number }> {
  const [row] = await reading.read
    .select({ ...figures(reading, now), imported: imported(reading) })
    .from(reading.tables.entries)
    .where(inScope(reading, scope))
  return row ?? { all: 0, days30: 0, days60: 0, days90: 0, latest: null, imported: 0 }
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

// What a source or a file brought has its number there; what the farm took in by itself has no author.
function imported({ tables: { entries } }: Reading) {
  const { source, externalId, author } = entries
  return sql<number>`coalesce(sum(case when ${or(sql`${source} is not null`, sql`${externalId} is not null`, sql`${author} is null`)} then 1 else 0 end), 0)`.mapWith(
    Number,
  )
}

function inScope({ dialect, tables: { entries, deliveries } }: Reading, scope: CoverageScope): SQL | undefined {
  const published = eq(entries.state, 'published')
  if (!('site' in scope)) return and(published, among(dialect, entries.organisation, scope.organisations))
  // Once each, in however many sections it shows.
  const shown = sql`(select ${deliveries.entry} from ${deliveries} where ${deliveries.site} = ${scope.site} and ${deliveries.state} = 'live')`
  return and(published, sql`${entries.id} in ${shown}`)
}

/** What one section shows: how many entries, how many of them came from sources or files, and its last publication. */
export interface SectionFigures {
  readonly all: number
  readonly imported: number
  readonly latest: number | null
}

/** Figures of the sections of these sites, by subscription; an empty section has none. */
export async function coverageSections(
  reading: Reading,
  sites: readonly string[],
): Promise<ReadonlyMap<number, SectionFigures>> {
  const { read, tables, dialect } = reading
  const { deliveries, entries } = tables
  const rows = await read
    .select({
      subscription: deliveries.subscription,
      all: sql<number>`count(*)`.mapWith(Number),
      imported: imported(reading),
      latest: sql<number | null>`max(${entries.publishedAt})`.mapWith(Number),
    })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .where(and(among(dialect, deliveries.site, sites), eq(deliveries.state, 'live')))
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

/** What stands behind a figure. */
export interface CoverageList {
  readonly scope: CoverageScope
  /** Themes and territories that must all hold, as terms. */
  readonly terms: readonly string[]
  /** Instant the entries were published at or after. */
  readonly since?: number | undefined
  readonly limit: number
  /** The last row already seen. */
  readonly after?: { readonly publishedAt: number; readonly entry: number } | undefined
}

/** The entries behind a figure, last published first. */
export async function coverageEntries(reading: Reading, list: CoverageList): Promise<readonly Entry[]> {
  const { entries } = reading.tables
  const { after } = list
  const rows = await reading.read
    .select()
    .from(entries)
    .where(
      and(
        behind(reading, list),
        after &&
          or(
            lt(entries.publishedAt, after.publishedAt),
            and(eq(entries.publishedAt, after.publishedAt), lt(entries.id, after.entry)),
          ),
      ),
    )
    .orderBy(desc(entries.publishedAt), desc(entries.id))
    .limit(list.limit)
  return rows.map(entryOf)
}

/** How many entries stand behind a figure. */
export async function countCoverageEntries(
  reading: Reading,
  list: Omit<CoverageList, 'limit' | 'after'>,
): Promise<number> {
  const [row] = await reading.read
    .select({ total: sql<number>`count(*)`.mapWith(Number) })
    .from(reading.tables.entries)
    .where(behind(reading, list))
  return row?.total ?? 0
}

function behind(reading: Reading, { scope, terms, since }: Omit<CoverageList, 'limit' | 'after'>): SQL | undefined {
  const { entries, entryTerms } = reading.tables
  const holds = (term: string) =>
    sql`exists (select 1 from ${entryTerms} where ${entryTerms.entry} = ${entries.id} and ${entryTerms.term} = ${term})`
  return and(
    inScope(reading, scope),
    since === undefined ? undefined : gte(entries.publishedAt, since),
    ...terms.map(holds),
  )
}
