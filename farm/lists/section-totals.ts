import { and, count, eq, gte, inArray, or } from 'drizzle-orm'
import type { FirstRequest } from './first-entries.ts'
import type { ListRoom } from './list-conditions.ts'

/** How many entries each of many lists of a site holds, by its section; an empty one is left out: one statement. */
export async function sectionTotals(
  { read, tables: { deliveries } }: ListRoom,
  lists: readonly FirstRequest[],
): Promise<ReadonlyMap<number, number>> {
  if (lists.length === 0) return new Map()
  const whole = lists.filter(({ from }) => from === undefined).map(({ subscription }) => subscription)
  const windows = lists.flatMap(({ subscription, from }) =>
    from === undefined ? [] : [and(eq(deliveries.subscription, subscription), gte(deliveries.sortAt, from))],
  )
  const rows = await read
    .select({ subscription: deliveries.subscription, total: count() })
    .from(deliveries)
    .where(and(eq(deliveries.state, 'live'), or(inArray(deliveries.subscription, whole), ...windows)))
    .groupBy(deliveries.subscription)
  const most = new Map(lists.map((list) => [list.subscription, list.most ?? Number.POSITIVE_INFINITY]))
  return new Map(
    rows.map(({ subscription, total }) => [subscription, Math.min(total, most.get(subscription) ?? total)]),
  )
}
