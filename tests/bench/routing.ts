import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadDemo } from '../../farm/jobs/load-demo.ts'
import { type Farm, openFarm } from '../../farm/open-farm.ts'
import { readSettings } from '../../farm/settings.ts'
import { createSite } from '../../farm/sites/create-site.ts'
import { putNetwork } from '../../farm/storage/network-store.ts'
import { FARM } from '../../pipeline/model/actor.ts'
import type { Condition } from '../../pipeline/model/condition.ts'
import type { Site } from '../../pipeline/model/site.ts'

/**
 * Times routing on a demo farm grown to 100 sites with 10 subscriptions each: one entry met by 1,000 subscriptions,
 * approval until the deliveries of 100 sites are committed, one entry to 20 sites, one more site.
 * `node tests/bench/routing.ts [rounds]`; milliseconds.
 */
const [rounds = 200] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'terroir-bench-'))
const farm = await grownFarm()
const { subscriptions, serviceType } = await farm.memory()
console.log(`${[...subscriptions.all()].length} subscriptions`)
await report('route one entry against them all', async (i) => route(i))
await report(
  'approve until 100 sites hold it',
  async (i) => approve(await proposed(i, 'departement:58')),
  Math.min(rounds, 60),
)
await report('one entry to 20 sites', async (i) => approve(await proposed(i, 'departement:29')), Math.min(rounds, 60))
await report('one more site', (i) => oneMoreSite(i), 20)
await farm.close()
rmSync(folder, { recursive: true, force: true })

async function report(name: string, once: (i: number) => Promise<number>, times = rounds): Promise<void> {
  const spent: number[] = []
  for (let i = 0; i < times; i += 1) spent.push(await once(i))
  spent.sort((a, b) => a - b)
  const at = (share: number) => (spent[Math.min(spent.length - 1, Math.floor(spent.length * share))] ?? 0).toFixed(2)
  console.log(`${name.padEnd(36)} p50 ${at(0.5).padStart(8)}  p99 ${at(0.99).padStart(8)}`)
}

async function grownFarm(): Promise<Farm> {
  const opened = await openFarm(readSettings({ FARM_DATA: folder }))
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
  const loaded = await loadDemo(opened.value, () => undefined)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  await grow(opened.value)
  return opened.value
}

// 80 sites hear of the Nièvre, 20 of everywhere; the other sections ask for territories all over France.
async function grow(into: Farm): Promise<void> {
  const ids = await into.storage.newIds(1000)
  const sites = Array.from({ length: 100 }, (_, i) => siteOf(`bench-${i}`))
  const departements = ['01', '03', '21', '22', '25', '29', '39', '56', '70', '71', '89', '90']
  const rows = sites.flatMap((site, i) =>
    Array.from({ length: 10 }, (_, k) => {
      const place =
        k > 0
          ? [`departement:${departements[(i + k) % departements.length]}`]
          : i < 80
            ? ['departement:58']
            : ['country:FR']
      const kinds = k === 0 ? ['press-review'] : ['job', 'training', 'event']
      const when: Condition = {
        all: [{ service_type: kinds }, { territory: place, relation: 'within' }, { origin: ['network'] }],
      }
      return {
        id: ids[i * 10 + k] ?? 0,
        site: site.id,
        slug: `s${k}`,
        label: { fr: `S${k}` },
        mode: 'automatic' as const,
        when,
        position: k,
      }
    }),
  )
  await into.storage.write((writer) =>
    putNetwork(into.storage, writer, { organisations: [], sites, subscriptions: rows, now: 0 }),
  )
  await into.changed('network')
}

function siteOf(id: string): Site {
  return {
    id,
    name: id,
    tagline: { fr: id },
    kind: 'portal',
    visibility: 'public',
    organisation: 'confluences',
    hosts: [],
    languages: ['fr'],
    skin: {},
  }
}

function route(i: number): number {
  const kind = serviceType('press-review')
  if (!kind) throw new Error('the press review is not declared')
  const places = ['commune:58194', 'commune:89387', 'departement:58', 'commune:29232']
  const entry = {
    serviceType: 'press-review',
    organisation: 'nievre',
    language: 'fr',
    themes: ['employment'],
    territories: [places[i % 4] ?? ''],
  }
  const start = performance.now()
  subscriptions.matching(entry, kind)
  return performance.now() - start
}

async function proposed(i: number, place: string): Promise<number> {
  const raw = {
    title: `Essai ${place} ${i}`,
    source_name: 'Essai',
    source_date: '2026-11-01',
    summary: 'Un essai.',
    rights: 'link',
    themes: ['employment'],
    territories: [place],
  }
  const [arrival] = await farm.submit(
    [{ serviceType: 'press-review', organisation: 'nievre', road: 'csv', raw, intent: 'propose' }],
    { actor: FARM },
  )
  return arrival?.entry ?? 0
}

async function approve(entry: number): Promise<number> {
  const start = performance.now()
  const decided = await farm.decide({ entry, word: 'approve', reason: '', actor: FARM })
  if (!decided.ok) throw new Error(JSON.stringify(decided.problems))
  return performance.now() - start
}

async function oneMoreSite(i: number): Promise<number> {
  const site = { ...siteOf(`more-${i}`), skin: { accent: '#225577' } }
  const when: Condition = { all: [{ service_type: ['faq'] }, { origin: ['own'] }] }
  const start = performance.now()
  const created = await createSite(farm, {
    actor: FARM,
    site,
    services: [{ slug: 'faq', label: { fr: 'Questions' }, mode: 'automatic', when }],
  })
  if (!created.ok) throw new Error(JSON.stringify(created.problems))
  await farm.memory()
  const spent = performance.now() - start
  await created.value.filled
  return spent
}
