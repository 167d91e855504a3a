import { asc, gt } from 'drizzle-orm'
import type { Farm } from '../../farm/open-farm.ts'
import { routeAgain } from '../../farm/routing/reroute.ts'
import type { Figure } from './figure.ts'

const CHUNK = 2_000

/** Routes a whole farm again from nothing, against writing the very deliveries it ends in, and nothing else. */
export async function rebuilding(farm: Farm, label: string): Promise<Figure> {
  const { storage } = farm
  await clear(farm)
  const start = performance.now()
  const { gained } = await routeAgain(farm, { subscriptions: null, touching: null, describe: false })
  const rebuilt = performance.now() - start
  const rows = await allDeliveries(farm)
  await clear(farm)
  const again = performance.now()
  for (let i = 0; i < rows.length; i += CHUNK) {
    await storage.write((writer) => writer.bulk(storage.tables.deliveries, rows.slice(i, i + CHUNK)))
  }
  const raw = performance.now() - again
  const note = `${gained} deliveries: ${Math.round(rebuilt)} ms against ${Math.round(raw)} ms`
  return {
    name: `rebuild, by bare inserts of its deliveries, ${label}`,
    measured: rebuilt / raw,
    unit: '×',
    bar: { atMost: 2 },
    note,
  }
}

async function clear({ storage }: Farm): Promise<void> {
  await storage.write((writer) => writer.db.delete(storage.tables.deliveries))
}

async function allDeliveries({ storage }: Farm) {
  const { deliveries } = storage.tables
  const rows: (typeof deliveries.$inferSelect)[] = []
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
