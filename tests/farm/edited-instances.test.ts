import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { finishJob } from '../../farm/jobs/finish-job.ts'
import { type Farm, openFarm } from '../../farm/open-farm.ts'
import { openJobs } from '../../farm/storage/jobs/job-store.ts'
import { describeFarmOnBoth } from '../farms.ts'

const folder = mkdtempSync(join(tmpdir(), 'terroir-instances-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describeFarmOnBoth('A farm whose folder was edited', (open) => {
  it('routes what is published again at its next start, and tells the nodes that are running', async () => {
    const running = await open()
    const before = await sectionsOf(running, 'actualites')
    expect(before.get('nievre')).toBeGreaterThan(0)
    const { sites } = await running.memory()
    const instances = join(folder, running.storage.dialect)
    cpSync(running.settings.instances, instances, { recursive: true })
    edit(join(instances, 'sites/nievre/site.json'), '"service_type": ["news"]', '"service_type": ["press-review"]')
    const started = await openFarm({ ...running.settings, instances })
    if (!started.ok) throw new Error(JSON.stringify(started.problems))
    for (const { id } of await openJobs(started.value.storage, 'reroute ')) await finishJob(started.value, id)
    const kinds = await kindsIn(started.value, 'nievre', 'actualites')
    expect(kinds).toEqual(['press-review'])
    expect((await sectionsOf(started.value, 'actualites')).get('yonne')).toBe(before.get('yonne'))
    await expect
      .poll(async () => JSON.stringify((await running.memory()).sites.subscriptions('nievre')))
      .not.toBe(JSON.stringify(sites.subscriptions('nievre')))
    await started.value.close()
  })

  it('reads nothing again where nothing was edited', async () => {
    const running = await open()
    const { sites } = await running.memory()
    const again = await openFarm(running.settings)
    if (!again.ok) throw new Error(JSON.stringify(again.problems))
    await again.value.close()
    expect((await running.memory()).sites).toBe(sites)
  })
})

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8')
  const edited = text.replace(from, to)
  expect(edited).not.toBe(text)
  writeFileSync(file, edited)
}

/** How many entries the section of that name shows, by site. */
async function sectionsOf(farm: Farm, slug: string): Promise<ReadonlyMap<string, number>> {
  const { subscriptions } = await farm.memory()
  const { deliveries } = farm.storage.tables
  const rows = await farm.storage.read.select().from(deliveries)
  const live = rows.filter(
    (row) => row.state === 'live' && subscriptions.get(row.subscription)?.subscription.slug === slug,
  )
  const bySite = Map.groupBy(live, (row) => row.site)
  return new Map([...bySite].map(([site, all]) => [site, all.length]))
}

async function kindsIn(farm: Farm, site: string, slug: string): Promise<readonly string[]> {
  const { subscriptions } = await farm.memory()
  const rows = await farm.storage.read.select().from(farm.storage.tables.deliveries)
  const there = rows.filter((row) => row.site === site && row.state === 'live')
  const ours = there.filter((row) => subscriptions.get(row.subscription)?.subscription.slug === slug)
  return [...new Set(ours.map((row) => row.serviceType))]
}
