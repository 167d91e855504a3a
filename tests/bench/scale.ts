import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { countList } from '../../farm/lists/count-list.ts'
import { listEntries } from '../../farm/lists/list-entries.ts'
import type { ListRequest } from '../../farm/lists/list-request.ts'
import { type Farm, openFarm } from '../../farm/open-farm.ts'
import { readSettings } from '../../farm/settings.ts'
import { explain } from '../../pipeline/routing/explain.ts'
import { routableOf } from '../../pipeline/terms.ts'
import { postgresBinaries } from '../postgres-binaries.ts'
import { databaseAddress, runOn, startServer } from '../postgres-server.ts'
import { approve, propose, worldOf } from './bench-farm.ts'
import { type Figure, quantile, tell } from './figure.ts'
import { pressSheet } from './generate.ts'
import { inSql } from './in-sql.ts'
import { rebuilding } from './rebuilding.ts'
import { maker, makeScaleFarm, type Scale } from './scale-farm.ts'

/**
 * How a farm grows: the same questions asked of farms of ever more entries and sites, on SQLite and PostgreSQL:
 * `node tests/bench/scale.ts [ENTRIESxSITES …]`, by default 10000x10 and 100000x100; 1000000x1000 takes a quarter of an hour.
 * BENCH_AT keeps the farm on SQLite in that folder, BENCH_DATABASE_URL the one on PostgreSQL there, and a farm kept is asked again without being made.
 */
const ROUNDS = 120
/** Larger farms are not rebuilt: the bar is set for 100,000 entries and a thousand subscriptions. */
const REBUILT = 200_000
/** A smaller one is rebuilt in less time than it takes to get going: told for the record. */
const BARRED = 100_000
const PLAIN = { terms: [], query: '', upcoming: false, from: undefined, after: undefined, before: undefined, limit: 30 }
const asked = process.argv.slice(2).filter((one) => /^\d+x\d+$/.test(one))
const scales: Scale[] = (asked.length > 0 ? asked : ['10000x10', '100000x100']).map((one) => {
  const [entries = 0, sites = 0] = one.split('x').map(Number)
  return { entries, sites }
})
const databases = ['SQLite', 'PostgreSQL'].filter((one) => !process.env.BENCH_ON || process.env.BENCH_ON === one)
for (const scale of scales) {
  if (databases.includes('SQLite')) await onSqlite(scale)
  const binaries = databases.includes('PostgreSQL') ? postgresBinaries() : undefined
  if (binaries) await onPostgres(binaries, scale)
}

async function onSqlite(scale: Scale): Promise<void> {
  const kept = process.env.BENCH_AT
  const place = kept ?? mkdtempSync(join(tmpdir(), 'terroir-bench-'))
  const farm = await open(place)
  await figures(farm, scale, { database: 'SQLite' })
  await farm.close()
  if (kept === undefined) rmSync(place, { recursive: true, force: true })
}

async function onPostgres(programs: string, scale: Scale): Promise<void> {
  const kept = process.env.BENCH_DATABASE_URL
  if (kept !== undefined) return atAddress(kept, scale)
  const server = await startServer(programs)
  await runOn(server.address, `create database bench template template0 encoding 'UTF8' locale 'C'`)
  await atAddress(databaseAddress(server.address, 'bench'), scale)
  await server.stop()
}

async function atAddress(address: string, scale: Scale): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'terroir-bench-'))
  const farm = await open(place, address)
  await figures(farm, scale, { database: 'PostgreSQL', address })
  await farm.close()
  rmSync(place, { recursive: true, force: true })
}

async function open(place: string, url?: string): Promise<Farm> {
  const address = url ? { FARM_DATABASE_URL: url } : {}
  const opened = await openFarm(readSettings({ FARM_DATA: place, FARM_SETTINGS: join(place, 'none'), ...address }))
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
  return opened.value
}

interface Where {
  readonly database: 'SQLite' | 'PostgreSQL'
  /** Of a database that answers from a process of its own. */
  readonly address?: string
}

async function figures(farm: Farm, scale: Scale, { database, address }: Where): Promise<void> {
  const start = performance.now()
  const deliveries = await keptOrMade(farm, scale)
  const made = (performance.now() - start) / 1000
  process.stderr.write(
    `${scale.entries} × ${scale.sites} on ${database}: ${deliveries} deliveries in ${made.toFixed(0)} s\n`,
  )
  const label = `${Math.round(scale.entries / 1000)} k × ${scale.sites}, ${database}`
  // Each as soon as it is known: a large farm takes long to make, and a run cut short still told the others.
  const show = (...found: readonly Figure[]) =>
    tell(...found.map((one) => ({ ...one, note: one.note ?? `${deliveries} deliveries` })))
  show(await routing(farm, label))
  show(...(await lists(farm, label, address)))
  show(await explaining(farm, label))
  show(await approving(farm, label))
  if (scale.entries > REBUILT) return
  const rebuilt = await rebuilding(farm, label)
  show(...(scale.entries < BARRED ? rebuilt.map(({ bar: _bar, ...told }) => told) : rebuilt))
}

async function keptOrMade(farm: Farm, scale: Scale): Promise<number> {
  const { read, tables } = farm.storage
  if ((await read.$count(tables.entries)) >= scale.entries) return read.$count(tables.deliveries)
  const deliveries = await makeScaleFarm(farm, scale)
  await farm.storage.write((writer) => writer.run(sql`analyze`))
  return deliveries
}

async function routing(farm: Farm, label: string): Promise<Figure> {
  const memory = await farm.memory()
  const make = maker(memory, await worldOf(farm))
  const times: number[] = []
  let found = 0
  for (let i = 0; i < 3_000; i += 1) {
    const { entry, values, serviceType } = make(i, i)
    const routable = routableOf(serviceType, values, { ...entry, now: farm.now() })
    const start = performance.now()
    found += memory.subscriptions.matching(routable, serviceType).length
    times.push(performance.now() - start)
  }
  const warm = times.slice(500)
  const p99 = quantile(warm, 0.99)
  const note = `p99 ${p99.toFixed(2)} ms (bar 5); ${(found / times.length).toFixed(1)} answer`
  return { name: `route one entry, ${label}, p50`, measured: quantile(warm, 0.5), unit: 'ms', bar: { atMost: 1 }, note }
}

async function lists(farm: Farm, label: string, address: string | undefined): Promise<Figure[]> {
  const { storage } = farm
  const memory = await farm.memory()
  const [biggest] = memory.sites.subscriptions('scale-0')
  const plain = {
    terms: [],
    query: '',
    upcoming: false,
    from: undefined,
    after: undefined,
    before: undefined,
    limit: 30,
  }
  const of = (subscriptions: readonly number[]): ListRequest => ({ ...plain, subscriptions })
  const { deliveries } = storage.tables
  const whole = of([biggest?.id ?? 0])
  const depth = await storage.read
    .select({ sortAt: deliveries.sortAt, entry: deliveries.entry })
    .from(deliveries)
    .where(eq(deliveries.subscription, biggest?.id ?? 0))
    .orderBy(sql`${deliveries.sortAt} desc, ${deliveries.entry} desc`)
    .limit(30_000)
  const deep = { ...whole, after: depth.at(-1) }
  const size = `a section of ${depth.length === 30_000 ? '30,000 and more' : depth.length}`
  const sites = Array.from({ length: Math.min(50, memory.sites.all().length) }, (_, i) =>
    memory.sites.subscriptions(`scale-${i + 1}`),
  )
  const average = sites.filter((one) => one.length > 0)
  // The bar is for the database's own work: where it is another process, the way there and its rows made ours are told beside.
  const page = async (name: string, work: () => Promise<unknown>): Promise<Figure> => {
    const whole = await timed(`${name}, p50`, work, { bar: { atMost: 1 }, note: size })
    if (address === undefined) return whole
    const note = `${size}; ${whole.measured.toFixed(2)} ms with the driver and its rows read`
    return { ...whole, name: `${name}, in SQL, p50`, measured: await inSql(address, work), note }
  }
  return [
    await page(`first page, ${label}`, () => listEntries(storage, whole)),
    await page(`page ${Math.floor(depth.length / 30)}, ${label}`, () => listEntries(storage, deep)),
    await timed(
      `facet counts of a site, ${label}, p50`,
      (i) => countList(storage, of((average[i % average.length] ?? []).map((one) => one.id))),
      { bar: { atMost: 20 }, note: 'its five sections together' },
    ),
  ]
}

async function timed(
  name: string,
  work: (i: number) => Promise<unknown>,
  { bar, note }: Pick<Figure, 'bar' | 'note'>,
): Promise<Figure> {
  const times: number[] = []
  for (let i = 0; i < ROUNDS; i += 1) {
    const start = performance.now()
    await work(i)
    times.push(performance.now() - start)
  }
  const warm = times.slice(20)
  const [p50, p99] = [quantile(warm, 0.5), quantile(warm, 0.99)]
  const worst = name.endsWith('p99')
  const told = `${worst ? `p50 ${p50.toFixed(2)}` : `p99 ${p99.toFixed(2)}`} ms${note ? `; ${note}` : ''}`
  return { name, measured: worst ? p99 : p50, unit: 'ms', ...(bar ? { bar } : {}), note: told }
}

async function explaining(farm: Farm, label: string): Promise<Figure> {
  const memory = await farm.memory()
  const rows = await farm.storage.read
    .select({ id: farm.storage.tables.entries.id })
    .from(farm.storage.tables.entries)
    .limit(200)
  return timed(
    `explain an entry everywhere, ${label}, p50`,
    async (i) => {
      const entry = await farm.ports.entries.get(rows[i % rows.length]?.id ?? 0)
      const serviceType = entry && memory.serviceType(entry.serviceType)
      const revision = entry && (await farm.ports.entries.revision(entry.workingRevision))
      if (!entry || !serviceType || !revision) throw new Error('nothing to explain')
      const deliveries = await farm.ports.entries.deliveries([entry.id])
      const routable = routableOf(serviceType, revision.values, { ...entry, now: farm.now() })
      const about = { routable, state: entry.state, serviceType, trees: memory, deliveries }
      for (const one of memory.subscriptions.all()) explain(one, about)
    },
    { bar: { atMost: 20 }, note: 'over all sections of all sites' },
  )
}

// What bears the common theme goes to every site; one of them, another each time, is asked for it at once.
async function approving(farm: Farm, label: string): Promise<Figure> {
  const memory = await farm.memory()
  const sites = memory.sites.all().filter((one) => one.id.startsWith('scale-'))
  const waiting: number[] = []
  for (let i = 0; i < ROUNDS; i += 1) {
    waiting.push(await propose(farm, pressSheet(`Échelle ${label} ${i} du ${Date.now()}`, 'commune:58194')))
  }
  const { name, ...figure } = await timed(
    `approve → on a page of each of ${sites.length} sites, ${label}, p99`,
    async (i) => {
      await approve(farm, waiting[i] ?? 0)
      const sections = memory.sites.subscriptions(sites[(i * 37) % sites.length]?.id ?? '').slice(-1)
      const { items } = await listEntries(farm.storage, { ...PLAIN, subscriptions: sections.map((one) => one.id) })
      if (!items.some((one) => one.entry.id === waiting[i])) throw new Error('it does not show')
    },
    { bar: { atMost: 150 } },
  )
  return { name, ...figure }
}
