import { expect, it } from 'vitest'
import { createEpochs } from '../../../farm/cache/epochs.ts'
import { movedSites } from '../../../farm/cache/moved-sites.ts'
import { topicsOf } from '../../../farm/jobs/ping.ts'
import { openFarm } from '../../../farm/open-farm.ts'
import { readSettings } from '../../../farm/settings.ts'
import { listJobs } from '../../../farm/storage/jobs/job-store.ts'
import { describeOnBoth } from '../../databases.ts'
import { describeFarmOnBoth } from '../../farms.ts'
import { serve } from '../sources/local-server.ts'
import { jobsOf, quietWorker, smallWorkshop } from './small-workshop.ts'

const nowhere = { FARM_SETTINGS: '/nowhere' }

describeOnBoth('The hub of the farm', (open) => {
  it('is told once of all that moved on a site, and told again where it did not answer', async () => {
    const told: URLSearchParams[] = []
    let status = 503
    const hub = await serve(async (request, response) => {
      let text = ''
      for await (const piece of request) text += String(piece)
      told.push(new URLSearchParams(text))
      response.writeHead(status).end()
    })
    const settings = readSettings({ ...nowhere, FARM_WEBSUB_HUB: hub, FARM_DOMAIN: 'terroir.example' })
    const workshop = { ...smallWorkshop(await open()), settings }
    const moved = movedSites(workshop.storage, { hub: settings.hub, now: workshop.now })
    const epochs = moved.watch(createEpochs())
    const [{ site } = { site: { id: '' } }] = [...(await workshop.ports.knowledge()).subscriptions.all()]
    for (let i = 0; i < 50; i += 1) epochs.bump(`site:${site.id}`)
    epochs.bump('day')
    await moved.settle()
    expect(await jobsOf(workshop, 'ping')).toMatchObject([{ payload: { site: site.id }, endedAt: null }])
    const worker = quietWorker(workshop)
    workshop.wait(1)
    await worker.idle()
    expect(await jobsOf(workshop, 'ping')).toMatchObject([{ endedAt: null, error: 'http-status 503', attempts: 1 }])
    status = 204
    workshop.wait(5)
    await worker.idle()
    expect(await jobsOf(workshop, 'ping')).toMatchObject([{ error: null, attempts: 2 }])
    const topics = topicsOf(site.id, { settings, knowledge: await workshop.ports.knowledge() })
    expect(told.at(-1)?.get('hub.mode')).toBe('publish')
    expect(told.at(-1)?.getAll('hub.url')).toEqual(topics)
    expect(topics).toContainEqual(expect.stringMatching(/^https:\/\/[\w-]+\.terroir\.example\/[\w-]+\.atom$/))
  })

  it('is not bothered where there is none', async () => {
    const workshop = smallWorkshop(await open())
    const moved = movedSites(workshop.storage, { hub: undefined, now: workshop.now })
    moved.watch(createEpochs()).bump('site:nievre')
    await moved.settle()
    expect(await jobsOf(workshop, 'ping')).toEqual([])
  })
})

describeFarmOnBoth('The hub of a farm whose themes are called otherwise', (open) => {
  it('is told of every site, whose feeds say their names; a change of the network alone tells of none', async () => {
    const here = await open()
    const followed = await openFarm({ ...here.settings, hub: 'https://hub.example.org/' })
    if (!followed.ok) throw new Error('the farm opens twice')
    const told = async () => (await listJobs(here.storage, 500)).filter(({ kind }) => kind === 'ping')
    try {
      await followed.value.changed('network')
      await followed.value.changed('themes')
      await followed.value.close()
      expect((await told()).length).toBe((await here.memory()).sites.all().length)
    } finally {
      await followed.value.close()
    }
  })
})
