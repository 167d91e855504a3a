import { and, count, eq, max, sum } from 'drizzle-orm'
import { type ListRoom, listConditions, listValues } from './list-conditions.ts'
import type { ListRequest } from './list-request.ts'
import { onTouch } from './listed.ts'

/** How a whole list stands. */
export interface ListState {
  /** When one of its entries, or what the site says otherwise of one, last changed (ms); 0 for an empty one. It falls when that one leaves. */
  readonly updatedAt: number
  /** Another whenever an entry came, went, was corrected or said otherwise; the same in every process. */
  readonly mark: string
}

/** Reads how a whole list stands, in one statement that gives one row, whatever its length. */
export async function listState(room: ListRoom, request: ListRequest): Promise<ListState> {
  const { deliveries, entries, touches } = room.tables
  const [row] = await room.read
    .select({
      entries: count(),
      revisions: sum(deliveries.revision),
      versions: sum(entries.version),
      entry: max(entries.updatedAt).mapWith(Number),
      touches: sum(touches.at),
      touch: max(touches.at).mapWith(Number),
    })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .leftJoin(touches, onTouch(room.tables))
    .where(and(listConditions(room, request)))
    .prepare()
    .execute(listValues(request))
  const figures = [row?.entries, row?.revisions, row?.versions, row?.entry, row?.touches, row?.touch]
  return {
    updatedAt: Math.max(row?.entry ?? 0, row?.touch ?? 0),
    mark: figures.map((figure) => Number(figure ?? 0)).join('.'),
  }
}
