import { and, desc, eq, exists, gte, inArray, type SQL, sql } from 'drizzle-orm'
import type { ListRoom } from './list-conditions.ts'

/** An entry that left a list: withdrawn, expired, excluded by the site, or no longer answering its request. */
export interface Departed {
  readonly entry: number
  /** Instant in milliseconds. */
  readonly at: number
  /** Where lists placed it: its date, for kinds that go by one. */
  readonly sortAt: number
}

/** What left these sections since an instant, latest first: the tombstones of their feeds. Nothing is told of what never showed there. */
export async function departedSince(
  { read, tables: { deliveries, spans } }: Pick<ListRoom, 'read' | 'tables'>,
  asked: {
    readonly subscriptions: readonly number[]
    /** Only entries of this kind. */
    readonly kind?: string | undefined
    readonly since: number
    readonly limit: number
  },
): Promise<readonly Departed[]> {
  if (asked.subscriptions.length === 0) return []
  return read
    .select({ entry: deliveries.entry, at: deliveries.updatedAt, sortAt: deliveries.sortAt })
    .from(deliveries)
    .where(
      and(
        inArray(deliveries.subscription, [...asked.subscriptions]),
        inArray(deliveries.state, ['retracted', 'excluded']),
        asked.kind === undefined ? undefined : eq(deliveries.serviceType, asked.kind),
        gte(deliveries.updatedAt, asked.since),
        exists(
          read
            .select({ revision: spans.revision })
            .from(spans)
            .where(and(eq(spans.entry, deliveries.entry), eq(spans.subscription, deliveries.subscription))),
        ),
        asked.subscriptions.length > 1 ? isNowhere(deliveries, asked.subscriptions) : undefined,
      ),
    )
    .orderBy(desc(deliveries.updatedAt))
    .limit(asked.limit)
}

// What left one section and stands in another of the same list did not leave it.
function isNowhere(deliveries: ListRoom['tables']['deliveries'], subscriptions: readonly number[]): SQL {
  const among = sql.join(
    subscriptions.map((id) => sql`${id}`),
    sql`, `,
  )
  return sql`not exists (select 1 from ${deliveries} as still where still.entry = ${deliveries.entry} and still.subscription in (${among}) and still.state = 'live')`
}
