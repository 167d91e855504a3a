import { and, eq, exists, gt, gte, inArray, isNotNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { stems } from '../../pipeline/model/stems.ts'
import type { Storage } from '../storage/storage.ts'
import { orderOf, sortedBy, titleKey } from './list-order.ts'
import type { ListRequest } from './list-request.ts'

/** What reading a list takes of the storage. */
export type ListRoom = Pick<Storage, 'read' | 'tables' | 'search'>

/** Which deliveries a list holds, whatever the page; the figures of the request are placeholders, see `listValues`. */
export function listConditions(room: ListRoom, request: ListRequest): SQL | undefined {
  const { tables, search } = room
  const { deliveries } = tables
  const words = stems(request.query)
  return and(
    request.subscriptions.length > 0 ? sql`${deliveries.subscription} in (${sectionsOf(request)})` : sql`1 = 0`,
    eq(deliveries.state, 'live'),
    request.kind === undefined ? undefined : eq(deliveries.serviceType, sql.placeholder('kind')),
    hasWindow(request) ? gte(deliveries.sortAt, sql.placeholder('from')) : undefined,
    request.period?.from === undefined ? undefined : gte(deliveries.sortAt, sql.placeholder('periodFrom')),
    request.period?.until === undefined ? undefined : lt(deliveries.sortAt, sql.placeholder('periodUntil')),
    request.most === undefined ? undefined : isAmongFirst(room, request),
    words.length > 0 ? answers({ tables, search }, words, request.named) : undefined,
    ...request.terms.map((_, i) => holdsTerm(tables, sql.placeholder(`term${i}`))),
  )
}

/** Leaves an entry that stands in several of the sections of a list its first place; undefined where it has but one. */
export function isOnce({ tables: { deliveries } }: ListRoom, request: ListRequest): SQL | undefined {
  if (request.subscriptions.length < 2) return undefined
  return sql`not exists (select 1 from ${deliveries} earlier where earlier.entry = ${deliveries.entry}
    and earlier.subscription < ${deliveries.subscription} and earlier.subscription in (${sectionsOf(request)})
    and earlier.state = 'live')`
}

// A literal list: SQLite and PostgreSQL then use the list index for each section.
function sectionsOf({ subscriptions }: ListRequest): SQL {
  const sections = subscriptions.map((_, i) => sql.placeholder(`subscription${i}`))
  return sql.join(sections, sql`, `)
}

/** What lies past the request's cursor, going up or down the order. */
export function beyondCursor(
  { tables: { deliveries, entries } }: ListRoom,
  request: ListRequest,
  ascending: boolean,
): SQL | undefined {
  if (!(request.before ?? request.after)) return undefined
  const past = ascending ? gt : lt
  const [sortAt, entry] = [sql.placeholder('sortAt'), sql.placeholder('entry')]
  if (orderOf(request) === 'title' && !request.arrived) {
    const [title, here] = [
      titleKey({ entries }),
      sql`(select ${titleKey({ entries })} from ${entries} where ${entries.id} = ${entry})`,
    ]
    return or(past(title, here), and(eq(title, here), past(deliveries.entry, entry)))
  }
  // Compared as one pair, which both databases look up in the list index; told apart by OR they would walk to it.
  const here = sql`(${request.arrived ? deliveries.since : deliveries.sortAt}, ${deliveries.entry})`
  return ascending ? sql`${here} > (${sortAt}, ${entry})` : sql`${here} < (${sortAt}, ${entry})`
}

/** The figures of a request by the names of their placeholders. */
export function listValues(request: ListRequest): Record<string, string | number> {
  const { period, before, after } = request
  return {
    ...Object.fromEntries(request.subscriptions.map((id, i) => [`subscription${i}`, id])),
    ...Object.fromEntries(request.terms.map((term, i) => [`term${i}`, term])),
    ...(hasWindow(request) ? { from: request.from } : {}),
    ...(request.most === undefined ? {} : { most: request.most }),
    ...(request.kind === undefined ? {} : { kind: request.kind }),
    ...(period?.from === undefined ? {} : { periodFrom: period.from }),
    ...(period?.until === undefined ? {} : { periodUntil: period.until }),
    ...(before ?? after),
    limit: request.limit + 1,
  }
}

/** Requests of one shape are one statement with other figures; null for a search, whose words stand in the statement. */
export function listShape(request: ListRequest): string | null {
  if (request.query !== '') return null
  const { subscriptions, terms, upcoming, pinsOf, before, after, most, period, arrived } = request
  const cursor = before ? 'before' : after ? 'after' : ''
  const limited = most !== undefined
  return [
    subscriptions.length,
    terms.length,
    upcoming,
    hasWindow(request),
    pinsOf !== undefined,
    arrived === true,
    orderOf(request),
    limited,
    request.kind !== undefined,
    period?.from !== undefined,
    period?.until !== undefined,
    cursor,
  ].join(' ')
}

// The section ends after its first ones in its own order; what its people pinned stands beside them.
function isAmongFirst({ read, tables }: ListRoom, request: ListRequest): SQL | undefined {
  const { deliveries, entries, touches } = tables
  const first = read
    .select({ entry: deliveries.entry })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .where(
      and(
        eq(deliveries.subscription, sql.placeholder('subscription0')),
        eq(deliveries.state, 'live'),
        hasWindow(request) ? gte(deliveries.sortAt, sql.placeholder('from')) : undefined,
      ),
    )
    .orderBy(...sortedBy(tables, orderOf(request), orderOf(request) !== 'newest'))
    .limit(sql.placeholder('most'))
  if (request.pinsOf === undefined) return inArray(deliveries.entry, first)
  const pinned = read
    .select({ entry: touches.entry })
    .from(touches)
    .where(and(eq(touches.subscription, sql.placeholder('subscription0')), isNotNull(touches.pin)))
  return or(inArray(deliveries.entry, first), inArray(deliveries.entry, pinned))
}

function hasWindow(request: ListRequest): request is ListRequest & { readonly from: number } {
  return request.upcoming && request.from !== undefined
}

function answers(
  { tables, search }: Pick<ListRoom, 'tables' | 'search'>,
  words: readonly string[],
  named: string | undefined,
): SQL | undefined {
  const held = search.holds(tables.deliveries.entry, words)
  return named === undefined ? held : or(held, holdsTerm(tables, named))
}

function holdsTerm(
  { deliveries, entryTerms }: Storage['tables'],
  term: ReturnType<typeof sql.placeholder> | string,
): SQL {
  return exists(
    sql`(select 1 from ${entryTerms} where ${entryTerms.entry} = ${deliveries.entry} and ${entryTerms.term} = ${term})`,
  )
}
