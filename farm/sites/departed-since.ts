import { and, desc, eq, gte, inArray } from 'drizzle-orm'
import type { ListRoom } from './list-conditions.ts'

/** An entry that left a list: withdrawn, expired, or no longer answering its request. */
export interface Departed {
  readonly entry: number
  /** Instant in milliseconds. */
  readonly at: number
}

/** What left these sections since an instant, latest first: the tombstones of their feeds. */
export async function departedSince(
  { read, tables: { deliveries } }: Pick<ListRoom, 'read' | 'tables'>,
  asked: { readonly subscriptions: readonly number[]; readonly since: number; readonly limit: number },
): Promise<readonly Departed[]> {
  if (asked.subscriptions.length === 0) return []
  return read
    .select({ entry: deliveries.entry, at: deliveries.updatedAt })
    .from(deliveries)
    .where(
      and(
        inArray(deliveries.subscription, [...asked.subscriptions]),
        eq(deliveries.state, 'retracted'),
        gte(deliveries.updatedAt, asked.since),
      ),
    )
    .orderBy(desc(deliveries.updatedAt))
    .limit(asked.limit)
}
