import { and, eq, max } from 'drizzle-orm'
import { type ListRoom, listConditions, listValues } from './list-conditions.ts'
import type { ListRequest } from './list-request.ts'
import { onTouch } from './listed.ts'

/** When a whole list last changed (ms), whatever its length: its entries, or what the site says otherwise of them; 0 for an empty one. */
export async function lastChange(room: ListRoom, request: ListRequest): Promise<number> {
  const { deliveries, entries, touches } = room.tables
  const [row] = await room.read
    .select({ entry: max(entries.updatedAt).mapWith(Number), touch: max(touches.at).mapWith(Number) })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .leftJoin(touches, onTouch(room.tables))
    .where(and(listConditions(room, request)))
    .prepare()
    .execute(listValues(request))
  return Math.max(row?.entry ?? 0, row?.touch ?? 0)
}
