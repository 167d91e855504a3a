import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finishJob } from '../../farm/jobs/finish-job.ts'
import type { Farm } from '../../farm/open-farm.ts'
import { createSite } from '../../farm/sites/create-site.ts'
import { FARM } from '../../pipeline/model/actor.ts'
import { readValues } from '../../pipeline/model/read-values.ts'
import { routableOf } from '../../pipeline/terms.ts'
import { postgresBinaries } from '../postgres-binaries.ts'
import { databaseAddress, runOn, startServer } from '../postgres-server.ts'
import { approve, openBenchFarm, propose, worldOf } from './bench-farm.ts'
import { type Figure, quantile, tell } from './figure.ts'
import { benchSite, benchSubmissions, NATIONAL, pressSheet } from './generate.ts'

/**
 * Times routing against 1,000 services, an entry delivered to 20 sites and one more site, on SQLite and, where it is
 * installed, on PostgreSQL: `node tests/bench/routing.ts [rounds]`.
 */
const WARM_UP = 10
const [rounds = 60] = process.argv.slice(2).map(Number)
const place = mkdtempSync(join(tmpdir(), 'terroir-bench-'))
const farm = await openBenchFarm(join(place, 'lite'))
tell(await routeAgainstAll(farm), ...(await writes(farm, 'SQLite')))
await farm.close()
const binaries = postgresBinaries()
if (binaries) await onPostgres(binaries)
rmSync(place, { recursive: true, force: true })

async function onPostgres(programs: string): Promise<void> {
  const server = await startServer(programs)
  await runOn(server.address, `create database bench template template0 encoding 'UTF8' locale 'C'`)
  const other = await openBenchFarm(join(place, 'postgres'), databaseAddress(server.address, 'bench'))
  tell(...(await writes(other, 'PostgreSQL')))
  await other.close()
  await server.stop()
}

async function routeAgainstAll(on: Farm): Promise<Figure> {
  const memory = await on.memory()
  const { gazetteer, thesaurus, subscriptions } = memory
  const world = await worldOf(on)
  const context = { gazetteer, thesaurus, now: on.now() }
  const all = [...benchSubmissions('job', 500, world), ...benchSubmissions('press-review', 500, world)]
  const entries = all.flatMap(({ serviceType: id, organisation, raw }) => {
    const serviceType = memory.serviceType(id)
    if (!serviceType) return []
    const { values } = readValues({ serviceType, raw, context })
    return [
      {
        serviceType,
        routable: routableOf(serviceType, values, { organisation, language: 'fr', publishedAt: null, now: Date.now() }),
      },
    ]
  })
  const times: number[] = []
  let found = 0
  for (const { routable, serviceType } of [...entries, ...entries]) {
    const start = performance.now()
    found += subscriptions.matching(routable, serviceType).length
    times.push(performance.now() - start)
  }
  const warm = times.slice(entries.length)
  const count = [...subscriptions.all()].length
  return {
    name: `route one entry against ${count} services, p50`,
    measured: quantile(warm, 0.5),
    unit: 'ms',
    bar: { atMost: 1 },
    note: `p99 ${quantile(warm, 0.99).toFixed(2)} ms; ${(found / times.length).toFixed(0)} answer on average`,
  }
}

async function writes(on: Farm, database: string): Promise<Figure[]> {
  const delivered = await times((i) => deliverTo20(on, i))
  const created = await times((i) => oneMoreSite(on, i))
  const note = (spent: readonly number[]) => `p99 ${quantile(spent, 0.99).toFixed(1)} ms`
  return [
    {
      name: `one entry to ${NATIONAL} sites, ${database}, p50`,
      measured: quantile(delivered, 0.5),
      unit: 'ms',
      bar: { atMost: 5 },
      note: `from the approval to its commit; ${note(delivered)}`,
    },
    {
      name: `one more site, ${database}, p50`,
      measured: quantile(created, 0.5),
      unit: 'ms',
      bar: { atMost: 10 },
      note: `until it answers at its host; ${note(created)}`,
    },
  ]
}

async function times(once: (i: number) => Promise<number>): Promise<number[]> {
  const spent: number[] = []
  for (let i = 0; i < rounds + WARM_UP; i += 1) spent.push(await once(i))
  return spent.slice(WARM_UP)
}

// A sheet about the whole Finistère reaches the services of the national sites only.
async function deliverTo20(on: Farm, i: number): Promise<number> {
  const entry = await propose(on, pressSheet(`Vingt sites ${i}`, 'departement:29'))
  const start = performance.now()
  await approve(on, entry)
  const spent = performance.now() - start
  const sites = new Set((await on.ports.entries.deliveries([entry])).map((one) => one.site))
  if ([...sites].filter((site) => site.startsWith('bench-')).length < NATIONAL) throw new Error('not enough sites')
  return spent
}

async function oneMoreSite(on: Farm, i: number): Promise<number> {
  const site = benchSite(`more-${i}`, `Encore un ${i}`)
  const when = { all: [{ service_type: ['faq'] }, { origin: ['own' as const] }] }
  const services = [{ slug: 'faq', label: { fr: 'Questions' }, mode: 'automatic' as const, when }]
  const start = performance.now()
  const created = await createSite(on, { actor: FARM, site, services })
  if (!created.ok) throw new Error(JSON.stringify(created.problems))
  const { sites } = await on.memory()
  const spent = performance.now() - start
  if (sites.byHost(`${site.id}.${on.settings.domain}`)?.id !== site.id) throw new Error('it does not answer')
  await finishJob(on, created.value.job)
  return spent
}
