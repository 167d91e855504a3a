import { and, asc, count, desc, eq, inArray } from 'drizzle-orm'
import type { Delivery, DeliveryState } from '../../pipeline/model/delivery.ts'
import type { Entry } from '../../pipeline/model/entry.ts'
import { deliveryOf, entryOf } from './entry-rows.ts'
import type { Storage } from './storage.ts'

type Reading = Pick<Storage, 'read' | 'tables'>

/** A delivery with the entry delivered. */
export interface SiteDelivery {
  readonly entry: Entry
  readonly delivery: Delivery
}

/** Deliveries of one state on these sites: what waits, oldest first; what was kept out, newest first. */
export async function siteDeliveries(
  { read, tables: { deliveries, entries } }: Reading,
  asked: { readonly sites: readonly string[]; readonly state: DeliveryState; readonly limit: number },
): Promise<readonly SiteDelivery[]> {
  if (asked.sites.length === 0) return []
  const order = asked.state === 'pending' ? asc(deliveries.since) : desc(deliveries.updatedAt)
  const rows = await read
    .select({ entry: entries, delivery: deliveries })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .where(and(inArray(deliveries.site, [...asked.sites]), eq(deliveries.state, asked.state)))
    .orderBy(order, asc(deliveries.entry))
    .limit(asked.limit)
  return rows.map((row) => ({ entry: entryOf(row.entry), delivery: deliveryOf(row.delivery) }))
}

/** How many deliveries of one state these sites have. */
export async function countSiteDeliveries(
  { read, tables: { deliveries } }: Reading,
  asked: { readonly sites: readonly string[]; readonly state: DeliveryState },
): Promise<number> {
  if (asked.sites.length === 0) return 0
  const [row] = await read
    .select({ total: count() })
    .from(deliveries)
    .where(and(inArray(deliveries.site, [...asked.sites]), eq(deliveries.state, asked.state)))
  return row?.total ?? 0
}
