import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNull,
  lt,
  lte,
  type SQL,
  type SQLWrapper,
  sql,
} from 'drizzle-orm'
import type { Span } from '../../../pipeline/model/delivery.ts'
import type { Entry, Values } from '../../../pipeline/model/entry.ts'
import type { Subscription } from '../../../pipeline/model/site.ts'
import { entryOf } from '../entry-rows.ts'
import type { Storage } from '../storage.ts'

type Reading = Pick<Storage, 'read' | 'tables'>

/** Everything sections showed of an entry before, in order. */
export async function entrySpans({ read, tables: { spans } }: Reading, entry: number): Promise<readonly Span[]> {
  return read.select().from(spans).where(eq(spans.entry, entry)).orderBy(asc(spans.subscription), asc(spans.fromAt))
}

/** Numbers of these revisions within their entry. */
export async function numbersOf(
  { read, tables: { revisions } }: Reading,
  ids: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (ids.length === 0) return new Map()
  const rows = await read
    .select({ id: revisions.id, number: revisions.number })
    .from(revisions)
    .where(inArray(revisions.id, [...new Set(ids)]))
  return new Map(rows.map((row) => [row.id, row.number]))
}

/** What one section showed at an instant, a piece of it in the order of its list. */
export interface PastRequest {
  readonly subscription: number
  /** Instant in milliseconds. */
  readonly at: number
  /** Oldest first, from `from` on; else newest first. */
  readonly ascending: boolean
  /** First instant of the window of a list, and the one after its last. */
  readonly from?: number | undefined
  readonly until?: number | undefined
  /** Looks for this entry alone. */
  readonly only?: number | undefined
  /** Goes on past this place, in the order asked. */
  readonly beyond?: { readonly sortAt: number; readonly entry: number } | undefined
  readonly limit: number
}

/** One entry as a section showed it at an instant. */
export interface PastRow {
  readonly entry: Entry
  readonly values: Values
  readonly sortAt: number
  readonly revision: number
  /** Since when it showed this revision, in milliseconds. */
  readonly since: number
}

/** Reads what a section showed: what still shows since then, and what did until later, each along its list index. */
export async function pastRows(reading: Reading, request: PastRequest): Promise<readonly PastRow[]> {
  const [present, past] = await Promise.all([stillShown(reading, request), shownThen(reading, request)])
  const sign = request.ascending ? 1 : -1
  return [...present, ...past]
    .map((row) => ({ ...row, entry: entryOf(row.entry) }))
    .sort((a, b) => sign * (a.sortAt - b.sortAt || a.entry.id - b.entry.id))
    .slice(0, request.limit)
}

/** Reads one entry as a section showed it: none where it did not then. */
export async function pastEntry(
  reading: Reading,
  { entry, ...asked }: { readonly subscription: number; readonly entry: number; readonly at: number },
): Promise<readonly PastRow[]> {
  const request = { ...asked, ascending: true, limit: 1, only: entry }
  const [present, past] = await Promise.all([stillShown(reading, request), shownThen(reading, request)])
  return [...present, ...past].map((row) => ({ ...row, entry: entryOf(row.entry) }))
}

/** How many entries a section showed at an instant. */
export async function countPast(
  { read, tables: { deliveries, spans } }: Reading,
  { subscription, at, from, until }: Pick<PastRequest, 'subscription' | 'at' | 'from' | 'until'>,
): Promise<number> {
  const still = and(
    ...[eq(deliveries.subscription, subscription), eq(deliveries.state, 'live'), lte(deliveries.revisionSince, at)],
    from === undefined ? undefined : gte(deliveries.sortAt, from),
    until === undefined ? undefined : lt(deliveries.sortAt, until),
  )
  const then = and(
    ...[eq(spans.subscription, subscription), lte(spans.fromAt, at), gt(spans.untilAt, at)],
    from === undefined ? undefined : gte(spans.sortAt, from),
    until === undefined ? undefined : lt(spans.sortAt, until),
  )
  const [[present], [past]] = await Promise.all([
    read.select({ total: count() }).from(deliveries).where(still),
    read.select({ total: count() }).from(spans).where(then),
  ])
  return Number(present?.total ?? 0) + Number(past?.total ?? 0)
}

function stillShown({ read, tables }: Reading, request: PastRequest) {
  const { deliveries, entries, revisions } = tables
  const { entry, subscription, sortAt, revision, revisionSince } = deliveries
  const order = orderOf(request)
  return read
    .select({ entry: entries, values: revisions.values, sortAt, revision, since: revisionSince })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, entry))
    .innerJoin(revisions, eq(revisions.id, revision))
    .where(
      and(
        eq(subscription, request.subscription),
        eq(deliveries.state, 'live'),
        lte(revisionSince, request.at),
        within({ sortAt, entry }, request),
      ),
    )
    .orderBy(order(sortAt), order(entry))
    .limit(request.limit)
}

function shownThen({ read, tables }: Reading, request: PastRequest) {
  const { spans, entries, revisions } = tables
  const { entry, subscription, sortAt, revision, fromAt, untilAt } = spans
  const order = orderOf(request)
  return read
    .select({ entry: entries, values: revisions.values, sortAt, revision, since: fromAt })
    .from(spans)
    .innerJoin(entries, eq(entries.id, entry))
    .innerJoin(revisions, eq(revisions.id, revision))
    .where(
      and(
        eq(subscription, request.subscription),
        lte(fromAt, request.at),
        gt(untilAt, request.at),
        within({ sortAt, entry }, request),
      ),
    )
    .orderBy(order(sortAt), order(entry))
    .limit(request.limit)
}

function orderOf({ ascending }: PastRequest) {
  return ascending ? asc : desc
}

interface ListColumns {
  readonly sortAt: SQLWrapper
  readonly entry: SQLWrapper
}

// A row comparison is one range of the index in both databases; joined by OR it would be a filter.
function within(
  { sortAt, entry }: ListColumns,
  { from, until, beyond, only, ascending }: PastRequest,
): SQL | undefined {
  const sign = ascending ? sql`>` : sql`<`
  return and(
    from === undefined ? undefined : sql`${sortAt} >= ${from}`,
    until === undefined ? undefined : sql`${sortAt} < ${until}`,
    only === undefined ? undefined : sql`${entry} = ${only}`,
    beyond && sql`(${sortAt}, ${entry}) ${sign} (${beyond.sortAt}, ${beyond.entry})`,
  )
}

/** A change of the services of a site, and what they were before it where it kept that. */
export interface ServicesChange {
  /** Instant in milliseconds. */
  readonly at: number
  readonly was: readonly Subscription[] | undefined
}

/** How the services of a site changed after an instant, oldest first, a hundred changes at most. */
export async function servicesChangedSince(
  { read, tables: { events } }: Reading,
  asked: { readonly site: string; readonly since: number },
): Promise<readonly ServicesChange[]> {
  const was = sql<string | null>`${events.data} ->> 'was'`
  const rows = await read
    .select({ at: events.at, was })
    .from(events)
    .where(
      and(
        isNull(events.entry),
        gt(events.at, asked.since),
        eq(events.kind, 'subscriptions-changed'),
        eq(events.site, asked.site),
      ),
    )
    .orderBy(asc(events.at), asc(events.id))
    .limit(100)
  return rows.map((row) => ({ at: row.at, was: row.was === null ? undefined : JSON.parse(row.was) }))
}
