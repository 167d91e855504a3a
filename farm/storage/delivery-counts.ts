import { and, count, eq, inArray } from 'drizzle-orm'
import type { Storage } from './storage.ts'

/** How many entries each service of a site shows, and how many wait for its confirmation. */
export async function deliveryCounts(
  { read, tables: { deliveries } }: Pick<Storage, 'read' | 'tables'>,
  site: string,
): Promise<ReadonlyMap<number, { readonly live: number; readonly pending: number }>> {
  const rows = await read
    .select({ subscription: deliveries.subscription, state: deliveries.state, total: count() })
    .from(deliveries)
    .where(and(eq(deliveries.site, site), inArray(deliveries.state, ['live', 'pending'])))
    .groupBy(deliveries.subscription, deliveries.state)
  const counts = new Map<number, { live: number; pending: number }>()
  for (const { subscription, state, total } of rows) {
    const known = counts.get(subscription) ?? { live: 0, pending: 0 }
    counts.set(subscription, state === 'live' ? { ...known, live: total } : { ...known, pending: total })
  }
  return counts
}
