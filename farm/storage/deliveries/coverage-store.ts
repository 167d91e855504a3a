import { and, asc, eq, gt, inArray, type SQL, sql } from 'drizzle-orm'
import { among } from '../among.ts'
import type { Storage } from '../storage.ts'
import { ofSections } from './site-sections.ts'

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

/** Condition "a source or a file brought it": it has its number there, and what the farm took in by itself has no author. */
export function isImported({ tables: { entries } }: Pick<Storage, 'tables'>): SQL {
  const { source, externalId, author } = entries
  return sql`(${source} is not null or ${externalId} is not null or ${author} is null)`
}

/** Condition "this entry is in sight"; a page of them after a number, where one is asked. */
export function inScope(
  { dialect, tables }: Reading,
  { scope, after = 0, limit }: { readonly scope: CoverageScope; readonly after?: number; readonly limit?: number },
): SQL | undefined {
  const { entries, deliveries } = tables
  // Written so that no index answers it: a page of them is read in the order of their numbers, and most are published.
  const published = and(sql`(${entries.state} || '') = 'published'`, gt(entries.id, after))
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

/** Figures of the sections of these sites, by subscription; an empty section has none. */
export async function coverageSections(
  reading: Reading,
  sites: readonly string[],
): Promise<ReadonlyMap<number, SectionFigures>> {
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
    .where(and(ofSections(reading, sites), eq(deliveries.state, 'live')))
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
