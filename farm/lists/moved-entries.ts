import { and, eq, exists, inArray, or, sql } from 'drizzle-orm'
import { ofSections } from '../storage/deliveries/site-sections.ts'
import type { ListRoom } from './list-conditions.ts'
import type { Listed } from './listed.ts'
import { listedOf, onTouch } from './listed.ts'

/** Every entry a site shows or showed, in the order in which anything last happened to it there; lists of equal length. */
export interface MovedEntries {
  readonly entries: Float64Array
  /** Instants in milliseconds, never falling. */
  readonly stamps: Float64Array
  /** 1 for what shows now, 0 for what has left. */
  readonly shown: Uint8Array
}

/** What is asked of them. */
export interface MovedRequest {
  readonly site: string
  /** Kinds of entries; all of them where undefined. */
  readonly serviceTypes?: readonly string[] | undefined
  /** Term they are about, such as `theme:emploi`. */
  readonly term?: string | undefined
}

/**
 * Reads, in one statement, what a site shows and what it showed before. An entry moves when it comes, goes, is corrected, or is said
 * otherwise by the site itself; what was kept out before anybody saw it is not among them.
 */
export async function movedEntries(
  { read, tables }: Pick<ListRoom, 'read' | 'tables'>,
  { site, serviceTypes, term }: MovedRequest,
): Promise<MovedEntries> {
  const { deliveries, spans, touches, entryTerms } = tables
  const wasShown = exists(
    read
      .select({ one: sql`1` })
      .from(spans)
      .where(and(eq(spans.entry, deliveries.entry), eq(spans.subscription, deliveries.subscription))),
  )
  const about = exists(
    read
      .select({ one: sql`1` })
      .from(entryTerms)
      .where(and(eq(entryTerms.entry, deliveries.entry), eq(entryTerms.term, term ?? ''))),
  )
  // Written as the index says it: from bound values neither database would know it for its own.
  const hasLeft = sql`${deliveries.site} = ${site} and ${deliveries.state} in ('retracted', 'excluded')`
  const stamp = sql<number>`max(case when ${touches.at} > ${deliveries.updatedAt} then ${touches.at} else ${deliveries.updatedAt} end)`
  const shown = sql<number>`max(case when ${deliveries.state} = 'live' then 1 else 0 end)`
  const rows = await read
    .select({ entry: deliveries.entry, stamp: stamp.mapWith(Number), shown: shown.mapWith(Number) })
    .from(deliveries)
    .leftJoin(touches, onTouch(tables))
    .where(
      and(
        or(and(ofSections({ read, tables }, [site]), eq(deliveries.state, 'live')), and(hasLeft, wasShown)),
        serviceTypes && inArray(deliveries.serviceType, [...serviceTypes]),
        term === undefined ? undefined : about,
      ),
    )
    .groupBy(deliveries.entry)
    .orderBy(stamp, deliveries.entry)
  return {
    entries: Float64Array.from(rows, (row) => row.entry),
    stamps: Float64Array.from(rows, (row) => row.stamp),
    shown: Uint8Array.from(rows, (row) => row.shown),
  }
}

/** Those of these entries that a site shows, each as the first of its sections that has it, in one statement. */
export async function shownEntries(
  { read, tables }: Pick<ListRoom, 'read' | 'tables'>,
  { site, entries: ids }: { readonly site: string; readonly entries: readonly number[] },
): Promise<ReadonlyMap<number, Listed>> {
  const { deliveries, entries, revisions, touches } = tables
  if (ids.length === 0) return new Map()
  const rows = await read
    .select({ entry: entries, values: revisions.values, subscription: deliveries.subscription, touch: touches })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .innerJoin(revisions, eq(revisions.id, deliveries.revision))
    .leftJoin(touches, onTouch(tables))
    .where(and(inArray(deliveries.entry, [...ids]), eq(deliveries.site, site), eq(deliveries.state, 'live')))
    .orderBy(deliveries.entry, deliveries.subscription)
  const found = new Map<number, Listed>()
  for (const row of rows) if (!found.has(row.entry.id)) found.set(row.entry.id, listedOf(row))
  return found
}

/** The terms live entries of a site are about: their kinds as `kind:job`, themes and territories, with what they lie in. */
export async function termsOnSite(
  { read, tables }: Pick<ListRoom, 'read' | 'tables'>,
  site: string,
): Promise<readonly string[]> {
  const { deliveries, entryTerms } = tables
  const rows = await read
    .selectDistinct({ term: entryTerms.term })
    .from(deliveries)
    .innerJoin(entryTerms, eq(entryTerms.entry, deliveries.entry))
    .where(and(ofSections({ read, tables }, [site]), eq(deliveries.state, 'live')))
  const kinds = await read
    .selectDistinct({ id: deliveries.serviceType })
    .from(deliveries)
    .where(and(ofSections({ read, tables }, [site]), eq(deliveries.state, 'live')))
  return [...rows.map((row) => row.term), ...kinds.map((row) => `kind:${row.id}`)]
}
