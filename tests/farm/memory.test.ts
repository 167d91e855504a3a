import { expect, it } from 'vitest'
import { memoryKeeper } from '../../farm/memory.ts'
import { openFarm } from '../../farm/open-farm.ts'
import { demoFarm, describeFarmOnBoth, person } from '../farms.ts'

describeFarmOnBoth('Two processes on one farm', (open) => {
  it('learn of each other’s commits: pages go stale, and the network is read again only when it changed', async () => {
    const here = await open()
    const other = await openFarm(here.settings)
    if (!other.ok) throw new Error('the farm could not be opened twice')
    const there = other.value
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
})

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
  const keeper = memoryKeeper({ ...farm.storage, read }, declarations, 'localhost')
  await expect(keeper.recall()).rejects.toThrow('away')
  away = false
  expect((await keeper.recall()).sites.get('nievre')?.kind).toBe('portal')
  away = true
  keeper.suspect()
  await expect(keeper.recall()).rejects.toThrow('away')
  away = false
  expect((await keeper.recall()).sites.get('nievre')?.kind).toBe('portal')
})
