import { and, eq, exists, gt, gte, lt, or, type SQL, sql } from 'drizzle-orm'
import { stems } from '../../pipeline/model/stems.ts'
import type { Storage } from '../storage/storage.ts'
import type { ListRequest } from './list-request.ts'

/** What reading a list takes of the storage. */
export type ListRoom = Pick<Storage, 'read' | 'tables' | 'search'>

/** Which deliveries a list holds, whatever the page; the figures of the request are placeholders, see `listValues`. */
export function listConditions({ tables, search }: ListRoom, request: ListRequest): SQL | undefined {
  const { deliveries } = tables
  const words = stems(request.query)
  const sections = request.subscriptions.map((_, i) => sql.placeholder(`subscription${i}`))
  return and(
    // A literal list: SQLite and PostgreSQL then use the list index for each section.
    sections.length > 0 ? sql`${deliveries.subscription} in (${sql.join(sections, sql`, `)})` : sql`1 = 0`,
    eq(deliveries.state, 'live'),
    hasWindow(request) ? gte(deliveries.sortAt, sql.placeholder('from')) : undefined,
    words.length > 0 ? answers({ tables, search }, words, request.named) : undefined,
    ...request.terms.map((_, i) => holdsTerm(tables, sql.placeholder(`term${i}`))),
  )
}

/** What lies past the request's cursor, going up or down the order. */
export function beyondCursor(
  { tables: { deliveries } }: ListRoom,
  request: ListRequest,
  ascending: boolean,
): SQL | undefined {
  if (!(request.before ?? request.after)) return undefined
  const past = ascending ? gt : lt
  const [sortAt, entry] = [sql.placeholder('sortAt'), sql.placeholder('entry')]
  return or(past(deliveries.sortAt, sortAt), and(eq(deliveries.sortAt, sortAt), past(deliveries.entry, entry)))
}

/** The figures of a request by the names of their placeholders. */
export function listValues(request: ListRequest): Record<string, string | number> {
  const cursor = request.before ?? request.after
  return {
    ...Object.fromEntries(request.subscriptions.map((id, i) => [`subscription${i}`, id])),
    ...Object.fromEntries(request.terms.map((term, i) => [`term${i}`, term])),
    ...(hasWindow(request) ? { from: request.from } : {}),
    ...cursor,
    limit: request.limit + 1,
  }
}

/** Requests of one shape are one statement with other figures; null for a search, whose words stand in the statement. */
export function listShape(request: ListRequest): string | null {
  if (request.query !== '') return null
  const { subscriptions, terms, upcoming, pinsOf, before, after } = request
  const cursor = before ? 'before' : after ? 'after' : ''
  return [subscriptions.length, terms.length, upcoming, hasWindow(request), pinsOf !== undefined, cursor].join(' ')
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
