import { eq, sql } from 'drizzle-orm'
import { preparedQueries } from '../storage/prepared.ts'
import { type ListRoom, listConditions, listShape, listValues } from './list-conditions.ts'
import type { ListRequest } from './list-request.ts'

/** How many entries a list holds, whatever the page, and how many of them hold each term. */
export interface ListCounts {
  readonly total: number
  readonly terms: ReadonlyMap<string, number>
}

/** Counts a list for its heading and the figures beside its filters, in one statement. */
export async function countList(room: ListRoom, request: ListRequest): Promise<ListCounts> {
  const whole = { ...request, before: undefined, after: undefined }
  const shape = listShape(whole)
  const query = counts(room.read, shape, () => countsQuery(room, whole))
  const rows = await query.execute(listValues(whole))
  const terms = new Map(rows.map((row) => [row.term, row.total]))
  const total = terms.get(EVERYTHING) ?? 0
  terms.delete(EVERYTHING)
  return { total, terms }
}

const counts = preparedQueries<ReturnType<typeof countsQuery>>()

// No term is empty, so this row can only be that of the list itself.
const EVERYTHING = ''

function countsQuery(room: ListRoom, request: ListRequest) {
  const { deliveries, entryTerms } = room.tables
  // An entry in two sections of a site is one entry of its search.
  const many = request.subscriptions.length > 1
  const counted = many ? sql<number>`count(distinct ${deliveries.entry})` : sql<number>`count(*)`
  const total = counted.mapWith(Number).as('total')
  const held = room.read
    .select({ term: entryTerms.term, total })
    .from(deliveries)
    .innerJoin(entryTerms, eq(entryTerms.entry, deliveries.entry))
    .where(listConditions(room, request))
    .groupBy(entryTerms.term)
  const all = room.read
    .select({ term: sql<string>`${EVERYTHING}`.as('term'), total })
    .from(deliveries)
    .where(listConditions(room, request))
  return held.unionAll(all).prepare()
}
