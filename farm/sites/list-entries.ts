import { and, asc, count, desc, eq, exists, gt, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Entry, Values } from '../../pipeline/model/entry.ts'
import { stems } from '../../pipeline/model/stems.ts'
import { entryOf } from '../storage/entry-rows.ts'
import type { Storage } from '../storage/storage.ts'

/** What a reader asks of a list. */
export interface ListRequest {
  /** Sections listed: one for a service's page, several for a site's search. */
  readonly subscriptions: readonly number[]
  /** Terms that must all hold: `theme:emploi`, `commune:58194`, `contract=cdi`. */
  readonly terms: readonly string[]
  readonly query: string
  /** Next first from `from`, else newest first. */
  readonly upcoming: boolean
  /** Start of the window for upcoming lists, in milliseconds. */
  readonly from?: number | undefined
  /** Position to go on after (or before), from a page's `next` or `previous`. */
  readonly after?: Cursor | undefined
  readonly before?: Cursor | undefined
  readonly limit: number
}

/** A place in a list: keyset paging, as fast on page 1,000 as on page 1. */
export interface Cursor {
  readonly sortAt: number
  readonly entry: number
}

/** A listed entry with its live values. */
export interface Listed {
  readonly entry: Entry
  readonly values: Values
  readonly subscription: number
}

/** One page of a list. */
export interface ListPage {
  readonly items: readonly Listed[]
  readonly next: Cursor | null
  readonly previous: Cursor | null
}

type Reading = Pick<Storage, 'read' | 'tables' | 'search'>

/** Reads one page, in one statement. */
export async function listEntries(storage: Reading, request: ListRequest): Promise<ListPage> {
  const { read, tables } = storage
  const { deliveries, entries, revisions } = tables
  const backwards = request.before !== undefined
  const ascending = request.upcoming !== backwards
  const order = ascending
    ? [asc(deliveries.sortAt), asc(deliveries.entry)]
    : [desc(deliveries.sortAt), desc(deliveries.entry)]
  const rows = await read
    .select({ entry: entries, values: revisions.values, subscription: deliveries.subscription })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .innerJoin(revisions, eq(revisions.id, deliveries.revision))
    .where(and(...conditions(storage, request), beyond(storage, request, ascending)))
    .orderBy(...order)
    .limit(request.limit + 1)
  const more = rows.length > request.limit
  const page = rows.slice(0, request.limit)
  if (backwards) page.reverse()
  const items = page.map((row) => ({ entry: entryOf(row.entry), values: row.values, subscription: row.subscription }))
  const first = items[0]?.entry
  const last = items.at(-1)?.entry
  const hasNext = backwards ? true : more
  const hasPrevious = backwards ? more : request.after !== undefined
  return {
    items,
    next: hasNext && last ? cursorOf(last) : null,
    previous: hasPrevious && first ? cursorOf(first) : null,
  }
}

/** How many entries the list holds, whatever the page. */
export async function countEntries(storage: Reading, request: ListRequest): Promise<number> {
  const { deliveries } = storage.tables
  const many = request.subscriptions.length > 1
  const total = many ? sql<number>`count(distinct ${deliveries.entry})`.mapWith(Number) : count()
  const [row] = await storage.read
    .select({ total })
    .from(deliveries)
    .where(and(...conditions(storage, request)))
  return row?.total ?? 0
}

/** How many of the list's entries hold each term, in one statement: the counts beside the filters. */
export async function countTerms(storage: Reading, request: ListRequest): Promise<ReadonlyMap<string, number>> {
  const { deliveries, entryTerms } = storage.tables
  const rows = await storage.read
    .select({ term: entryTerms.term, total: count() })
    .from(deliveries)
    .innerJoin(entryTerms, eq(entryTerms.entry, deliveries.entry))
    .where(and(...conditions(storage, request)))
    .groupBy(entryTerms.term)
  return new Map(rows.map((row) => [row.term, row.total]))
}

function conditions({ tables, search }: Reading, request: ListRequest): (SQL | undefined)[] {
  const { deliveries } = tables
  const words = stems(request.query)
  return [
    // A literal list: SQLite and PostgreSQL then use the list index for each section.
    sql`${deliveries.subscription} in ${request.subscriptions.length > 0 ? [...request.subscriptions] : [0]}`,
    eq(deliveries.state, 'live'),
    request.upcoming && request.from !== undefined ? gte(deliveries.sortAt, request.from) : undefined,
    words.length > 0 ? search.holds(deliveries.entry, words) : undefined,
    ...request.terms.map((term) => holdsTerm(tables, term)),
  ]
}

function holdsTerm({ deliveries, entryTerms }: Storage['tables'], term: string): SQL {
  return exists(
    sql`(select 1 from ${entryTerms} where ${entryTerms.entry} = ${deliveries.entry} and ${entryTerms.term} = ${term})`,
  )
}

function beyond(
  { tables: { deliveries } }: Reading,
  { after, before }: ListRequest,
  ascending: boolean,
): SQL | undefined {
  const cursor = before ?? after
  if (!cursor) return undefined
  const past = ascending ? gt : lt
  return or(
    past(deliveries.sortAt, cursor.sortAt),
    and(eq(deliveries.sortAt, cursor.sortAt), past(deliveries.entry, cursor.entry)),
  )
}

function cursorOf(entry: Entry): Cursor {
  return { sortAt: entry.sortAt, entry: entry.id }
}

/** An entry that left a list: withdrawn, expired, or no longer answering its request. */
export interface Departed {
  readonly entry: number
  readonly at: number
}

/** What left these sections since an instant, latest first: the tombstones of their feeds. */
export async function departedSince(
  { read, tables: { deliveries } }: Reading,
  asked: { readonly subscriptions: readonly number[]; readonly since: number; readonly limit: number },
): Promise<readonly Departed[]> {
  if (asked.subscriptions.length === 0) return []
  return read
    .select({ entry: deliveries.entry, at: deliveries.updatedAt })
    .from(deliveries)
    .where(
      and(
        inArray(deliveries.subscription, [...asked.subscriptions]),
        eq(deliveries.state, 'retracted'),
        gte(deliveries.updatedAt, asked.since),
      ),
    )
    .orderBy(desc(deliveries.updatedAt))
    .limit(asked.limit)
}
