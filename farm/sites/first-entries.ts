import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { entryOf } from '../storage/entry-rows.ts'
import { preparedQueries } from '../storage/prepared.ts'
import type { ListRoom } from './list-conditions.ts'
import type { Listed } from './list-entries.ts'
import type { ListRequest } from './list-request.ts'

/** The head of one list. */
export type FirstRequest = Pick<ListRequest, 'upcoming' | 'from'> & { readonly subscription: number }

/** Reads the first rows of many lists in one statement, as a home page shows them; each in its own order. */
export async function firstEntries(
  room: ListRoom,
  lists: readonly FirstRequest[],
  limit: number,
): Promise<ReadonlyMap<number, readonly Listed[]>> {
  if (lists.length === 0) return new Map()
  const shape = `first ${limit} ${lists.map((list) => (list.upcoming ? 'next' : 'new')).join(' ')}`
  const query = heads(room.read, shape, () => firstQuery(room, lists, limit))
  const rows = await query.execute(
    Object.fromEntries(
      lists.flatMap((list, i) => [
        [`subscription${i}`, list.subscription],
        [`from${i}`, list.from ?? 0],
      ]),
    ),
  )
  const listed = rows.map((row) => ({ ...row, entry: entryOf(row.entry) }))
  const first = Map.groupBy(listed, (one) => one.subscription)
  for (const { subscription, upcoming } of lists) if (upcoming) first.get(subscription)?.reverse()
  return first
}

const heads = preparedQueries<ReturnType<typeof firstQuery>>()

function firstQuery(room: ListRoom, lists: readonly FirstRequest[], limit: number) {
  const { deliveries, entries, revisions } = room.tables
  const picked = sql.join(
    lists.map((list, i) => headOf(room, { list, i, limit })),
    sql` union all `,
  )
  return room.read
    .select({ entry: entries, values: revisions.values, subscription: deliveries.subscription })
    .from(sql`(${picked}) as head`)
    .innerJoin(deliveries, sql`${deliveries.entry} = head.entry and ${deliveries.subscription} = head.subscription`)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .innerJoin(revisions, eq(revisions.id, deliveries.revision))
    .orderBy(desc(deliveries.sortAt), desc(deliveries.entry))
    .prepare()
}

// Each head is read from the list index by itself, so that a long list costs no more than a short one.
function headOf(
  { read, tables: { deliveries } }: ListRoom,
  { list, i, limit }: { readonly list: FirstRequest; readonly i: number; readonly limit: number },
): SQL {
  const direction = list.upcoming ? asc : desc
  const from = sql`${deliveries.sortAt} >= ${sql.placeholder(`from${i}`)}`
  const head = read
    .select({ entry: deliveries.entry, subscription: deliveries.subscription })
    .from(deliveries)
    .where(
      and(
        sql`${deliveries.subscription} = ${sql.placeholder(`subscription${i}`)}`,
        eq(deliveries.state, 'live'),
        list.upcoming ? from : undefined,
      ),
    )
    .orderBy(direction(deliveries.sortAt), direction(deliveries.entry))
    .limit(limit)
  return sql`select * from ${head} as ${sql.identifier(`head${i}`)}`
}
