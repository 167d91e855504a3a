import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Entry } from '../../pipeline/model/entry.ts'
import { preparedQueries } from '../storage/prepared.ts'
import { beyondCursor, isOnce, type ListRoom, listConditions, listShape, listValues } from './list-conditions.ts'
import { isAscending, orderOf, sortedBy } from './list-order.ts'
import type { Cursor, ListRequest } from './list-request.ts'
import type { Listed } from './listed.ts'
import { isUnpinned, listedOf, onTouch } from './listed.ts'
import { pinnedEntries } from './pinned-entries.ts'

/** One page of a list. */
export interface ListPage {
  readonly items: readonly Listed[]
  readonly next: Cursor | null
  readonly previous: Cursor | null
}

/**
 * Reads one page in one statement, and what is pinned before the first one in another; nothing pinned is met again on the
 * pages that follow.
 */
export async function listEntries(room: ListRoom, request: ListRequest): Promise<ListPage> {
  const backwards = request.before !== undefined
  const shape = listShape(request)
  const query = pages(room.read, shape, () => pageQuery(room, request))
  const [rows, ahead] = await Promise.all([
    query.execute(listValues(request)),
    request.before || request.after ? undefined : pinnedFor(room, request),
  ])
  const more = rows.length > request.limit
  const page = rows.slice(0, request.limit)
  if (backwards) page.reverse()
  const items = page.map(listedOf)
  const [first, last] = [page[0], page.at(-1)]
  const hasNext = backwards ? true : more
  const hasPrevious = backwards ? more : request.after !== undefined
  // Who goes back finds out only there that the list begins.
  const pinned = hasPrevious ? [] : (ahead ?? (await pinnedFor(room, request)))
  return {
    items: [...pinned, ...items],
    next: hasNext && last ? cursorOf(last, request) : null,
    previous: hasPrevious && first ? cursorOf(first, request) : null,
  }
}

async function pinnedFor(room: ListRoom, request: ListRequest): Promise<readonly Listed[]> {
  const { pinsOf } = request
  return pinsOf === undefined ? [] : pinnedEntries(room, { ...request, pinsOf })
}

const pages = preparedQueries<ReturnType<typeof pageQuery>>()

function pageQuery(room: ListRoom, request: ListRequest) {
  const { deliveries, entries, revisions, touches } = room.tables
  const ascending = isAscending(request) !== (request.before !== undefined)
  const { subscription, since, entry } = deliveries
  const direction = ascending ? asc : desc
  const sorted = request.arrived
    ? [direction(since), direction(entry)]
    : sortedBy(room.tables, orderOf(request), ascending)
  return room.read
    .select({ entry: entries, values: revisions.values, subscription, touch: touches, since })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .innerJoin(revisions, eq(revisions.id, deliveries.revision))
    .leftJoin(touches, onTouch(room.tables))
    .where(
      and(
        listConditions(room, request),
        isOnce(room, request),
        request.pinsOf === undefined ? undefined : isUnpinned(room.tables),
        beyondCursor(room, request, ascending),
      ),
    )
    .orderBy(...sorted)
    .limit(sql.placeholder('limit'))
    .prepare()
}

function cursorOf(
  { entry, since }: { readonly entry: Pick<Entry, 'id' | 'sortAt'>; readonly since: number },
  { arrived }: ListRequest,
): Cursor {
  return { sortAt: arrived ? since : entry.sortAt, entry: entry.id }
}
