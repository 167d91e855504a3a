import { expect, it } from 'vitest'
import { finishJob } from '../../farm/jobs/finish-job.ts'
import { memoryKeeper } from '../../farm/memory.ts'
import { type Farm, openFarm } from '../../farm/open-farm.ts'
import { createSite } from '../../farm/sites/create-site.ts'
import { FARM } from '../../pipeline/model/actor.ts'
import { fold } from '../../pipeline/model/fold.ts'
import type { Site } from '../../pipeline/model/site.ts'
import { demoFarm, describeFarmOnBoth, person } from '../farms.ts'

describeFarmOnBoth('Two processes on one farm', (open) => {
  it('learn of each other’s commits: pages go stale, and the network is read again only when it changed', async () => {
    const here = await open()
    const there = await again(here)
    const before = await here.memory()
    const clock = here.epochs.current('site:nievre')
    const lea = await person(there, 'lea.bonnard')
    await there.submit(
      [
        {
          serviceType: 'news',
          organisation: 'nievre',
          road: 'form',
          intent: 'draft',
          raw: { title: 'Depuis ailleurs' },
        },
      ],
      { actor: lea },
    )
    await expect
      .poll(() => {
        here.epochs.refresh()
        return here.epochs.current('site:nievre')
      })
      .toBeGreaterThan(clock)
    expect((await here.memory()).sites).toBe(before.sites)
    const { sites } = there.storage.tables
    await there.storage.write(async ({ db }) => void (await db.update(sites).set({ name: 'Autre nom' })))
    await there.changed('network')
    await expect.poll(async () => (await here.memory()).sites.get('nievre')?.name).toBe('Autre nom')
    expect((await here.memory()).gazetteer).toBe(before.gazetteer)
    await there.close()
  })

  it('add sites, two at the same moment, and both soon know all of them, as one who reads them anew', async () => {
    const here = await open()
    const there = await again(here)
    await Promise.all([here.memory(), there.memory()])
    await addSite(here, 'abricot')
    await addSite(there, 'zinnia')
    await Promise.all([addSite(here, 'écluse'), addSite(here, 'ferme')])
    const reader = await again(here)
    const known = await network(reader)
    const names = ['abricot', 'ecluse', 'ferme', 'zinnia']
    expect(known.sites.filter((id) => names.includes(id))).toEqual(names)
    await expect.poll(() => network(here)).toEqual(known)
    await expect.poll(() => network(there)).toEqual(known)
    await there.close()
    await reader.close()
  })
})

async function again(farm: Farm): Promise<Farm> {
  const opened = await openFarm(farm.settings)
  if (!opened.ok) throw new Error('the farm could not be opened twice')
  return opened.value
}

async function addSite(farm: Farm, name: string): Promise<void> {
  const site: Site = {
    ...{ id: fold(name), name, tagline: { fr: name }, kind: 'portal', visibility: 'public', organisation: 'nievre' },
    ...{ hosts: [], languages: ['fr'], skin: {} },
  }
  const service = { label: { fr: name }, mode: 'automatic', when: { service_type: ['faq'] } } as const
  const services = ['une', 'deux'].map((slug) => ({ ...service, slug }))
  const created = await createSite(farm, { actor: FARM, site, services })
  if (!created.ok) throw new Error(JSON.stringify(created.problems))
  await finishJob(farm, created.value.job)
}

async function network(farm: Farm) {
  const { sites, subscriptions } = await farm.memory()
  const all = sites.all().map((site) => site.id)
  return { sites: all, services: all.map((id) => [sites.subscriptions(id), subscriptions.ofSite(id)]) }
}

const open = demoFarm()

it('A database that was away for a moment is asked again, not remembered as broken', async () => {
  const farm = await open()
  let away = true
  const read = new Proxy(farm.storage.read, {
    get(target, name) {
      if (away) throw new Error('the database is away')
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const { declarations } = await farm.memory()
  const keeper = memoryKeeper({ storage: { ...farm.storage, read }, declarations, domain: 'localhost' })
  await expect(keeper.recall()).rejects.toThrow('away')
  away = false
  expect((await keeper.recall()).sites.get('nievre')?.kind).toBe('portal')
  away = true
  keeper.suspect()
  await expect(keeper.recall()).rejects.toThrow('away')
  away = false
  expect((await keeper.recall()).sites.get('nievre')?.kind).toBe('portal')
})
