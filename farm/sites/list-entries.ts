import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Entry, Values } from '../../pipeline/model/entry.ts'
import { entryOf } from '../storage/entry-rows.ts'
import { preparedQueries } from '../storage/prepared.ts'
import { beyondCursor, type ListRoom, listConditions, listShape, listValues } from './list-conditions.ts'
import type { Cursor, ListRequest } from './list-request.ts'

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

/** Reads one page, in one statement. */
export async function listEntries(room: ListRoom, request: ListRequest): Promise<ListPage> {
  const backwards = request.before !== undefined
  const shape = listShape(request)
  const query = pages(room.read, shape, () => pageQuery(room, request))
  const rows = await query.execute(listValues(request))
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

const pages = preparedQueries<ReturnType<typeof pageQuery>>()

function pageQuery(room: ListRoom, request: ListRequest) {
  const { deliveries, entries, revisions } = room.tables
  const ascending = request.upcoming !== (request.before !== undefined)
  const direction = ascending ? asc : desc
  return room.read
    .select({ entry: entries, values: revisions.values, subscription: deliveries.subscription })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .innerJoin(revisions, eq(revisions.id, deliveries.revision))
    .where(and(listConditions(room, request), beyondCursor(room, request, ascending)))
    .orderBy(direction(deliveries.sortAt), direction(deliveries.entry))
    .limit(sql.placeholder('limit'))
    .prepare()
}

function cursorOf(entry: Entry): Cursor {
  return { sortAt: entry.sortAt, entry: entry.id }
}
