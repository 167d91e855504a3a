import { setTimeout } from 'node:timers/promises'
import { asc, eq, gt, sql } from 'drizzle-orm'
import { finishJob } from '../../farm/jobs/finish-job.ts'
import type { Farm } from '../../farm/open-farm.ts'
import { changeSubscriptions } from '../../farm/sites/change-subscriptions.ts'
import { listEntries } from '../../farm/sites/list-entries.ts'
import { routeAgain } from '../../farm/sites/reroute.ts'
import { FARM } from '../../pipeline/model/actor.ts'
import { type Figure, quantile } from './figure.ts'
import { SERVICES } from './scale-farm.ts'

const PLAIN = { terms: [], query: '', upcoming: false, from: undefined, after: undefined, before: undefined, limit: 30 }
const CHUNK = 2_000
const PAUSE = 3

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

/** Gives a site a section that asks for two kinds of the whole farm, while a reader goes on reading another one. */
export async function backfilling(farm: Farm, label: string): Promise<Figure[]> {
  const memory = await farm.memory()
  const services = memory.sites.subscriptions('scale-1')
  const read = () => listEntries(farm.storage, { ...PLAIN, subscriptions: [services[0]?.id ?? 0] })
  const idle = await latencies(read, setTimeout(1_500))
  const when = { service_type: ['training', 'news'] }
  const more = { slug: 'tout', label: { fr: 'Tout' }, mode: 'automatic' as const, when }
  const start = performance.now()
  const changed = await changeSubscriptions(farm, { actor: FARM, site: 'scale-1', services: [...services, more] })
  if (!changed.ok) throw new Error(JSON.stringify(changed.problems))
  const filling = finishJob(farm, changed.value ?? 0)
  const busy = await latencies(read, filling)
  const spent = performance.now() - start
  const added = (await farm.memory()).sites.subscriptions('scale-1')[SERVICES]
  const { deliveries } = farm.storage.tables
  const [row] = await farm.storage.read
    .select({ n: sql<number>`count(*)`.mapWith(Number) })
    .from(deliveries)
    .where(eq(deliveries.subscription, added?.id ?? 0))
  const [calm, worst] = [quantile(idle, 0.99), quantile(busy, 0.99)]
  return [
    { name: `backfill of a section of ${row?.n}, ${label}`, measured: spent, unit: 'ms', bar: { atMost: 3_000 } },
    {
      name: `reads meanwhile, p99 by idle, ${label}`,
      measured: worst / calm,
      unit: '×',
      bar: { atMost: 3 },
      note: `${worst.toFixed(1)} ms against ${calm.toFixed(1)} ms`,
    },
  ]
}

async function latencies(read: () => Promise<unknown>, until: Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  let over = false
  until.finally(() => {
    over = true
  })
  while (!over || times.length < 20) {
    // A reader comes when it comes: waiting for its turn is part of what it waits.
    const comes = performance.now() + PAUSE
    await setTimeout(PAUSE)
    await read()
    times.push(performance.now() - comes)
  }
  await until
  return times
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
