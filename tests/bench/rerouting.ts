import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { finishJob } from '../../farm/jobs/finish-job.ts'
import { type Farm, openFarm } from '../../farm/open-farm.ts'
import { rehearse } from '../../farm/routing/rehearse.ts'
import { readSettings } from '../../farm/settings.ts'
import { createSite } from '../../farm/sites/create-site.ts'
import { FARM } from '../../pipeline/model/actor.ts'
import type { Condition } from '../../pipeline/model/condition.ts'
import { termsOf } from '../../pipeline/terms.ts'
import { worldOf } from './bench-farm.ts'
import { type Figure, quantile, tell } from './figure.ts'
import { benchSite } from './generate.ts'
import { seeded } from './seeded.ts'

/**
 * Times a new section that half of a farm's entries answer: rehearsed, then filled by its job while the first page of another section
 * is read again and again: `node tests/bench/rerouting.ts [entries]`.
 */
const [entries = 100_000] = process.argv.slice(2).map(Number)
const DAYS = Array.from({ length: 80 }, (_, i) => i)
const place = mkdtempSync(join(tmpdir(), 'terroir-bench-'))
const opened = await openFarm(readSettings({ FARM_DATA: place, FARM_SETTINGS: join(place, 'none') }))
if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
const farm = opened.value
await farm.loadNetwork('farm')
await grow(farm)
tell(...(await rehearsed(farm)), ...(await filled(farm)))
await farm.close()
rmSync(place, { recursive: true, force: true })

async function grow(on: Farm): Promise<void> {
  const memory = await on.memory()
  const world = await worldOf(on)
  const communes = world.territories.filter((one) => one.level === 'commune')
  const themes = memory.thesaurus.narrower('themes', null).map((one) => one.code)
  const serviceType = memory.serviceType('press-review')
  if (!serviceType) throw new Error('no press review')
  const luck = seeded(7)
  const { tables, write, newIds } = on.storage
  for (let begun = 0; begun < entries; begun += 5_000) {
    const ids = await newIds(10_000)
    const rows = Array.from({ length: Math.min(5_000, entries - begun) }, (_, i) => {
      const [id = 0, revision = 0] = [ids[i], ids[5_000 + i]]
      const at = on.now() - luck.pick(DAYS) * 86_400_000
      const values = {
        title: `Fiche ${begun + i}`,
        summary: `Une scierie recrute et forme sur place. ${'Les acteurs locaux répondent. '.repeat(20)}`,
        source_name: 'Le Courrier du Morvan',
        source_date: '2026-10-02',
        rights: 'link',
        themes: [luck.pick(themes)],
        territories: [luck.pick(communes).key],
      }
      return { id, revision, at, values }
    })
    await write(async (writer) => {
      await writer.bulk(tables.entries, rows.map(entryRow))
      await writer.bulk(
        tables.revisions,
        rows.map(({ id, revision, at, values }) => {
          return { id: revision, entry: id, number: 1, author: null, createdAt: at, values }
        }),
      )
      await writer.bulk(
        tables.entryTerms,
        rows.flatMap(({ id, values }) => termsOf(serviceType, values, memory).map((term) => ({ entry: id, term }))),
      )
    })
  }
}

function entryRow({
  id,
  revision,
  at,
  values,
}: {
  id: number
  revision: number
  at: number
  values: { title: string }
}) {
  return {
    ...{ id, serviceType: id % 2 === 0 ? 'press-review' : 'document', organisation: 'confluences', author: null },
    ...{ state: 'published', review: 'accepted', title: values.title, language: 'fr', liveRevision: revision },
    ...{ workingRevision: revision, version: 1, source: null, externalId: null, canonicalUrl: null },
    ...{ fingerprint: `f${id}`, contentHash: `h${id}`, createdAt: at, updatedAt: at, submittedAt: at, publishedAt: at },
    ...{ validFrom: null, validUntil: null, sortAt: at },
  }
}

function asking(): Condition {
  return { all: [{ service_type: ['press-review'] }, { origin: ['own'] }] }
}

async function rehearsed(on: Farm): Promise<Figure[]> {
  const knowledge = await on.memory()
  const site = benchSite('wide', 'Large')
  const plain = { id: 1, site: site.id, slug: 'tout', label: { fr: 'Tout' }, mode: 'automatic', position: 0 } as const
  const subscription = { ...plain, when: { all: [] } }
  const spent = process.cpuUsage()
  const told = await rehearse(on, { subscribed: [{ subscription, site }], knowledge })
  const name = `rehearse a rule that matches everything, ${told.read} entries`
  return [{ name, measured: told.took, unit: 'ms', bar: { atMost: 2_000 }, note: `${told.comes} come; ${cpu(spent)}` }]
}

async function filled(on: Farm): Promise<Figure[]> {
  const idle = await reading(on, setTimeout(1_500))
  const site = benchSite('half', 'Moitié')
  const service = { slug: 'presse', label: { fr: 'Presse' }, mode: 'automatic', when: asking() } as const
  const created = await createSite(on, { actor: FARM, site, services: [service] })
  if (!created.ok) throw new Error(JSON.stringify(created.problems))
  const start = performance.now()
  const spent = process.cpuUsage()
  let [took, spentBy] = [0, '']
  const busy = await reading(
    on,
    finishJob(on, created.value.job).then(() => {
      took = performance.now() - start
      spentBy = cpu(spent)
    }),
  )
  const { deliveries } = on.storage.tables
  const count = (await on.storage.read.select({ entry: deliveries.entry }).from(deliveries)).length
  const ratio = quantile(busy, 0.99) / quantile(idle, 0.99)
  const note = `p99 idle ${quantile(idle, 0.99).toFixed(2)} ms, meanwhile ${quantile(busy, 0.99).toFixed(2)} ms, most ${Math.max(...busy).toFixed(1)} ms`
  return [
    {
      name: `fill a section with ${count} entries`,
      measured: took,
      unit: 'ms',
      bar: { atMost: 3_000 },
      note: `by its job; ${spentBy}`,
    },
    { name: 'reads meanwhile, p99 over idle', measured: ratio, unit: '×', bar: { atMost: 3 }, note },
  ]
}

function cpu(since: NodeJS.CpuUsage): string {
  const { user, system } = process.cpuUsage(since)
  return `${Math.round((user + system) / 1000)} ms of processor`
}

/** How long a list takes to be read every few milliseconds until something is over, waiting for its turn included. */
async function reading(on: Farm, over: Promise<unknown>): Promise<number[]> {
  let running = true
  over.finally(() => {
    running = false
  })
  const { deliveries } = on.storage.tables
  const spent: number[] = []
  while (running) {
    const due = performance.now() + 3
    await setTimeout(3)
    await on.storage.read.select().from(deliveries).limit(30)
    spent.push(performance.now() - due)
  }
  return spent
}
