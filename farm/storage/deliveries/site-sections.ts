import { inArray, type SQL } from 'drizzle-orm'
import type { Storage } from '../storage.ts'

/** Condition "a section of these sites received it", by which the list index finds what they show or are asked to confirm. */
export function ofSections({ read, tables }: Pick<Storage, 'read' | 'tables'>, sites: readonly string[]): SQL {
  const { deliveries, subscriptions } = tables
  const sections = read
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(inArray(subscriptions.site, [...sites]))
  return inArray(deliveries.subscription, sections)
}
