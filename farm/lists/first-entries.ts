import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { fold } from '../../pipeline/model/fold.ts'
import type { SectionOrder } from '../../pipeline/model/site.ts'
import { preparedQueries } from '../storage/prepared.ts'
import type { ListRoom } from './list-conditions.ts'
import { orderOf, sortedBy } from './list-order.ts'
import type { ListRequest } from './list-request.ts'
import type { Listed } from './listed.ts'
import { isUnpinned, listedOf, onTouch } from './listed.ts'
import { pinnedOnSite } from './pinned-entries.ts'

/** The head of one list. */
export type FirstRequest = Pick<ListRequest, 'upcoming' | 'from' | 'pinsOf' | 'order' | 'most'> & {
  readonly subscription: number
}

/**
 * Reads the first rows of many lists of a site, as a home page shows them; each in its own order, after its pinned ones: one
 * statement, and one more where pins are asked for.
 */
export async function firstEntries(
  room: ListRoom,
  lists: readonly FirstRequest[],
  limit: number,
): Promise<ReadonlyMap<number, readonly Listed[]>> {
  if (lists.length === 0) return new Map()
  const pinsOf = lists[0]?.pinsOf
  const pinning = pinsOf === undefined ? undefined : pinnedOnSite(room, pinsOf)
  const words = lists.map(
    (list) => `${orderOf(list)}${list.upcoming ? '-next' : ''}${list.pinsOf === undefined ? '' : '-pins'}`,
  )
  const shape = `first ${limit} ${words.join(' ')}`
  const query = heads(room.read, shape, () => firstQuery(room, lists, limit))
  const figures = lists.flatMap((list, i) => [
    [`subscription${i}`, list.subscription],
    [`from${i}`, list.from ?? 0],
  ])
  const [rows, pinned] = await Promise.all([query.execute(Object.fromEntries(figures)), pinning])
  const first = Map.groupBy(rows.map(listedOf), (one) => one.subscription)
  for (const list of lists) arrange(first.get(list.subscription), orderOf(list))
  for (const { subscription, most = limit } of lists) if (most < limit) first.get(subscription)?.splice(most)
  return pinned ? withPinned(first, { lists, pinned, limit }) : first
}

// The statement answers newest first, whatever the order the heads were picked by.
function arrange(rows: Listed[] | undefined, order: SectionOrder): void {
  if (order === 'oldest') rows?.reverse()
  if (order === 'title') rows?.sort((a, b) => (fold(a.entry.title) < fold(b.entry.title) ? -1 : 1))
}

type Heads = ReadonlyMap<number, readonly Listed[]>

function withPinned(
  first: Heads,
  { lists, pinned, limit }: { lists: readonly FirstRequest[]; pinned: Heads; limit: number },
): Heads {
  const whole = lists.map(({ subscription, upcoming, from = 0 }): [number, readonly Listed[]] => {
    const ahead = (pinned.get(subscription) ?? []).filter((one) => !upcoming || one.entry.sortAt >= from)
    return [subscription, [...ahead, ...(first.get(subscription) ?? [])].slice(0, limit)]
  })
  return new Map(whole.filter(([, rows]) => rows.length > 0))
}

const heads = preparedQueries<ReturnType<typeof firstQuery>>()

function firstQuery(room: ListRoom, lists: readonly FirstRequest[], limit: number) {
  const { deliveries, entries, revisions, touches } = room.tables
  const picked = sql.join(
    lists.map((list, i) => headOf(room, { list, i, limit })),
    sql` union all `,
  )
  return room.read
    .select({ entry: entries, values: revisions.values, subscription: deliveries.subscription, touch: touches })
    .from(sql`(${picked}) as head`)
    .innerJoin(deliveries, sql`${deliveries.entry} = head.entry and ${deliveries.subscription} = head.subscription`)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .innerJoin(revisions, eq(revisions.id, deliveries.revision))
    .leftJoin(touches, onTouch(room.tables))
    .orderBy(desc(deliveries.sortAt), desc(deliveries.entry))
    .prepare()
}

// Each head is read from the list index by itself, so that a long list costs no more than a short one.
function headOf(
  { read, tables }: ListRoom,
  { list, i, limit }: { readonly list: FirstRequest; readonly i: number; readonly limit: number },
): SQL {
  const { deliveries, entries } = tables
  const order = orderOf(list)
  const from = sql`${deliveries.sortAt} >= ${sql.placeholder(`from${i}`)}`
  const all = read
    .select({ entry: deliveries.entry, subscription: deliveries.subscription })
    .from(deliveries)
    .$dynamic()
  const head = (order === 'title' ? all.innerJoin(entries, eq(entries.id, deliveries.entry)) : all)
    .where(
      and(
        sql`${deliveries.subscription} = ${sql.placeholder(`subscription${i}`)}`,
        eq(deliveries.state, 'live'),
        list.upcoming ? from : undefined,
        list.pinsOf === undefined ? undefined : isUnpinned(tables),
      ),
    )
    .orderBy(...sortedBy(tables, order, order !== 'newest'))
    .limit(limit)
  return sql`select * from ${head} as ${sql.identifier(`head${i}`)}`
}
