import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import { preparedQueries } from '../storage/prepared.ts'
import { type ListRoom, listConditions, listShape, listValues } from './list-conditions.ts'
import type { ListRequest } from './list-request.ts'
import type { Listed } from './listed.ts'
import { listedOf, onTouch } from './listed.ts'

/** Reads the pinned entries of a section that its list holds, first pin first, in one statement. */
export async function pinnedEntries(room: ListRoom, request: ListRequest & { readonly pinsOf: string }) {
  const whole = { ...request, before: undefined, after: undefined }
  const query = pins(room.read, listShape(whole), () => pinnedQuery(room, whole))
  const rows = await query.execute({ ...listValues(whole), site: request.pinsOf })
  return rows.map(listedOf)
}

/** Reads the pinned entries of all sections of a site, first pin first, by section, in one statement. */
export async function pinnedOnSite(room: ListRoom, site: string): Promise<ReadonlyMap<number, readonly Listed[]>> {
  const query = pins(room.read, 'site', () => pinnedQuery(room))
  const rows = await query.execute({ site })
  return Map.groupBy(rows.map(listedOf), (one) => one.subscription)
}

const pins = preparedQueries<ReturnType<typeof pinnedQuery>>()

// A site pins few entries: those are read first, by its own index, whatever the length of its lists.
function pinnedQuery(room: ListRoom, request?: ListRequest) {
  const { deliveries, entries, revisions, touches } = room.tables
  return room.read
    .select({ entry: entries, values: revisions.values, subscription: deliveries.subscription, touch: touches })
    .from(touches)
    .innerJoin(deliveries, onTouch(room.tables))
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .innerJoin(revisions, eq(revisions.id, deliveries.revision))
    .where(
      and(
        eq(touches.site, sql.placeholder('site')),
        isNotNull(touches.pin),
        request ? listConditions(room, request) : eq(deliveries.state, 'live'),
      ),
    )
    .orderBy(asc(touches.pin), asc(touches.entry))
    .prepare()
}
