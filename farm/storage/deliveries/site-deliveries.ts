import { and, asc, count, desc, eq } from 'drizzle-orm'
import type { Delivery, DeliveryState } from '../../../pipeline/model/delivery.ts'
import type { Entry } from '../../../pipeline/model/entry.ts'
import { deliveryOf, entryOf } from '../entry-rows.ts'
import type { Storage } from '../storage.ts'
import { ofSections } from './site-sections.ts'

type Reading = Pick<Storage, 'read' | 'tables'>

/** A delivery with the entry delivered. */
export interface SiteDelivery {
  readonly entry: Entry
  readonly delivery: Delivery
}

/** Deliveries of one state on these sites: what waits, oldest first; what was kept out, newest first. */
export async function siteDeliveries(
  reading: Reading,
  asked: { readonly sites: readonly string[]; readonly state: DeliveryState; readonly limit: number },
): Promise<readonly SiteDelivery[]> {
  if (asked.sites.length === 0) return []
  const { deliveries, entries } = reading.tables
  const order = asked.state === 'pending' ? asc(deliveries.since) : desc(deliveries.updatedAt)
  const rows = await reading.read
    .select({ entry: entries, delivery: deliveries })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .where(and(ofSections(reading, asked.sites), eq(deliveries.state, asked.state)))
    .orderBy(order, asc(deliveries.entry))
    .limit(asked.limit)
  return rows.map((row) => ({ entry: entryOf(row.entry), delivery: deliveryOf(row.delivery) }))
}

/** How many deliveries of one state these sites have. */
export async function countSiteDeliveries(
  reading: Reading,
  asked: { readonly sites: readonly string[]; readonly state: DeliveryState },
): Promise<number> {
  if (asked.sites.length === 0) return 0
  const { deliveries } = reading.tables
  const [row] = await reading.read
    .select({ total: count() })
    .from(deliveries)
    .where(and(ofSections(reading, asked.sites), eq(deliveries.state, asked.state)))
  return row?.total ?? 0
}
