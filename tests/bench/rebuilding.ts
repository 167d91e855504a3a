import { asc, gt } from 'drizzle-orm'
import type { Farm } from '../../farm/open-farm.ts'
import { routeAgain } from '../../farm/routing/reroute.ts'
import type { Writer } from '../../farm/storage/storage.ts'
import type { Figure } from './figure.ts'

/**
 * Routes a whole farm again from nothing, against writing the very deliveries it ends in, and nothing else: by drizzle, 500 at a time, as
 * the import is measured too, and beside it by our own insertion of many rows.
 */
export async function rebuilding(farm: Farm, label: string): Promise<Figure[]> {
  const { storage } = farm
  await clear(farm)
  const start = performance.now()
  const { gained } = await routeAgain(farm, { subscriptions: null, touching: null, describe: false })
  const rebuilt = performance.now() - start
  const rows = await allDeliveries(farm)
  const { deliveries } = storage.tables
  const raw = await inserting(farm, rows, { few: 500, insert: ({ db }, few) => db.insert(deliveries).values([...few]) })
  const bulk = await inserting(farm, rows, { few: 2_000, insert: (writer, few) => writer.bulk(deliveries, few) })
  const against = (time: number) => `${gained} deliveries: ${Math.round(rebuilt)} ms against ${Math.round(time)} ms`
  const own = {
    name: `rebuild, by our own bulk inserts of them, ${label}`,
    measured: rebuilt / bulk,
    unit: '×' as const,
  }
  return [
    {
      ...{ name: `rebuild, by raw inserts of its deliveries, ${label}`, measured: rebuilt / raw, unit: '×' as const },
      bar: { atMost: 2 },
      note: against(raw),
    },
    { ...own, note: against(bulk) },
  ]
}

type Row = Farm['storage']['tables']['deliveries']['$inferSelect']

interface Inserting {
  /** How many at a time. */
  readonly few: number
  insert(writer: Writer, rows: readonly Row[]): PromiseLike<unknown>
}

async function inserting(farm: Farm, rows: readonly Row[], { few, insert }: Inserting): Promise<number> {
  await clear(farm)
  const start = performance.now()
  for (let i = 0; i < rows.length; i += few)
    await farm.storage.write(async (writer) => void (await insert(writer, rows.slice(i, i + few))))
  return performance.now() - start
}

async function clear({ storage }: Farm): Promise<void> {
  await storage.write((writer) => writer.db.delete(storage.tables.deliveries))
}

async function allDeliveries({ storage }: Farm): Promise<Row[]> {
  const { deliveries } = storage.tables
  const rows: Row[] = []
  for (let after = 0; ; ) {
    const page = await storage.read
      .select()
      .from(deliveries)
      .where(gt(deliveries.entry, after))
      .orderBy(asc(deliveries.entry))
      .limit(20_000)
    const last = page.at(-1)?.entry
    if (last === undefined) return rows
    // The last entry may go on in the next page: it is left to it.
    const whole = page.length < 20_000 ? page : page.filter((one) => one.entry !== last)
    rows.push(...whole)
    if (page.length < 20_000) return rows
    after = whole.at(-1)?.entry ?? last
  }
}
