import { and, count, inArray } from 'drizzle-orm'
import type { Storage } from '../storage.ts'
import { ofSections } from './site-sections.ts'

/** How many entries each service of a site shows, and how many wait for its confirmation. */
export async function deliveryCounts(
  storage: Pick<Storage, 'read' | 'tables'>,
  site: string,
): Promise<ReadonlyMap<number, { readonly live: number; readonly pending: number }>> {
  const { deliveries } = storage.tables
  const rows = await storage.read
    .select({ subscription: deliveries.subscription, state: deliveries.state, total: count() })
    .from(deliveries)
    .where(and(ofSections(storage, [site]), inArray(deliveries.state, ['live', 'pending'])))
    .groupBy(deliveries.subscription, deliveries.state)
  const counts = new Map<number, { live: number; pending: number }>()
  for (const { subscription, state, total } of rows) {
    const known = counts.get(subscription) ?? { live: 0, pending: 0 }
    counts.set(subscription, state === 'live' ? { ...known, live: total } : { ...known, pending: total })
  }
  return counts
}
