import { expect, it } from 'vitest'
import { harvestSource } from '../../../farm/sources/harvest.ts'
import { createSource } from '../../../farm/sources/sources.ts'
import { batchProblems, listBatches } from '../../../farm/storage/gateways/batch-store.ts'
import { listExchanges } from '../../../farm/storage/gateways/exchange-store.ts'
import { readSource } from '../../../farm/storage/gateways/source-store.ts'
import { decide } from '../../../pipeline/decide.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeOnBoth, type OpenDatabase } from '../../databases.ts'
import { loopbackOnly, serve, serveSocket } from './local-server.ts'
import { type SmallFarm, smallFarm } from './small-farm.ts'

type Answer = { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: string }

interface Stage {
  readonly farm: SmallFarm
  readonly id: number
  /** What the server answers from now on. */
  say(answer: Answer): void
  harvest(force?: boolean): Promise<string>
  source(): ReturnType<typeof readSource>
  /** Until the next harvest. */
  minutesLeft(): Promise<number>
}

async function stage(open: OpenDatabase): Promise<Stage> {
  const farm = smallFarm(await open())
  let now: Answer = {}
  const url = await serve((request, response) => {
    const { status = 200, headers = { etag: '"1"' }, body = '' } = now
    const held = headers.etag !== undefined && request.headers['if-none-match'] === headers.etag
    response.writeHead(held ? 304 : status, headers).end(held ? '' : body)
  })
  const gateway = { ...farm, allowPrivate: loopbackOnly, limits: { idle: 300, total: 800, pause: 0 } }
  const wishes = { name: 'Presse', url: `${url}/feed`, organisation: 'nievre', serviceType: 'news', everyMinutes: 60 }
  const created = await createSource(gateway, FARM, { ...wishes, defaults: { themes: 'emploi' } })
  if (!created.ok) throw new Error(JSON.stringify(created.problems))
  const { id } = created.value
  return {
    farm,
    id,
    say(answer) {
      now = answer
    },
    async harvest(force) {
      const result = await harvestSource(gateway, id, { force })
      return result.ok ? result.value.kind : (result.problems[0]?.code ?? '')
    },
    source: () => readSource(farm.storage, id),
    minutesLeft: async () => (((await readSource(farm.storage, id))?.nextAt ?? 0) - farm.now()) / 60_000,
  }
}

function feed(...items: readonly (readonly [guid: string, title: string])[]): Answer {
  const xml = items.map(([guid, title]) => {
    const texts = `<description>Un résumé.</description><content:encoded>Le texte de ${title}.</content:encoded>`
    return `<item><guid>${guid}</guid><title>${title}</title><link>https://presse.example/${guid}</link>${texts}</item>`
  })
  const open =
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Presse</title>'
  return {
    body: `${open}${xml.join('')}</channel></rss>`,
    headers: { etag: `"${items.join()}"`, 'content-type': 'text/xml' },
  }
}

describeOnBoth('Harvesting', (open) => {
  it('brings the items in with the defaults of the source, and asks only for what changed', async () => {
    const { farm, say, harvest, source, id, minutesLeft } = await stage(open)
    say(feed(['a', 'Un'], ['b', 'Deux']))
    expect(await harvest()).toBe('imported')
    expect(await farm.entries()).toMatchObject([
      { title: 'Un', source: id, externalId: 'a', review: 'submitted', author: null },
      { title: 'Deux', source: id, externalId: 'b' },
    ])
    expect(await source()).toMatchObject({ lastStatus: 'imported', failures: 0 })
    expect(await minutesLeft()).toBeCloseTo(63, -1)
    expect(await harvest()).toBe('not-due')
    farm.wait(66)
    expect(await harvest()).toBe('not-modified')
    expect(await listBatches(farm.storage, { organisations: ['nievre'], source: id, limit: 9 })).toHaveLength(1)
  })

  it('brings only the new and the changed in again', async () => {
    const { farm, say, harvest } = await stage(open)
    say(feed(['a', 'Un'], ['b', 'Deux']))
    await harvest()
    say(feed(['a', 'Un'], ['b', 'Deux bis'], ['c', 'Trois']))
    expect(await harvest(true)).toBe('imported')
    const [batch] = await listBatches(farm.storage, { organisations: ['nievre'], limit: 1 })
    expect(batch?.counts).toMatchObject({ same: 1, changed: 1, new: 1 })
    expect((await farm.entries()).map(({ title }) => title)).toEqual(['Un', 'Deux bis', 'Trois'])
  })

  it('counts failures, waits ever longer, and says so after three; nothing published goes', async () => {
    const { farm, say, harvest, source } = await stage(open)
    say(feed(['a', 'Un']))
    await harvest()
    const [entry] = await farm.entries()
    await decide(farm.ports, { entry: entry?.id ?? 0, word: 'approve', reason: '', actor: FARM })
    say({ body: '<!doctype html><html><head><title>Oups</title></head><body>Erreur</body></html>' })
    const seen = []
    for (const minutes of [66, 120, 240]) {
      farm.wait(minutes)
      expect(await harvest()).toBe('html-instead-of-feed')
      const { state, failures, nextAt = 0 } = (await source()) ?? {}
      seen.push([state, failures, (nextAt - farm.now()) / 60_000])
    }
    expect(seen).toEqual([
      ['active', 1, 120],
      ['active', 2, 240],
      ['troubled', 3, 480],
    ])
    expect(await farm.entries()).toMatchObject([{ state: 'published' }])
    expect(await farm.ports.entries.deliveries([entry?.id ?? 0])).toMatchObject([{ state: 'live' }])
    farm.wait(480)
    say(feed(['a', 'Un'], ['b', 'Deux']))
    expect(await harvest()).toBe('imported')
    expect(await source()).toMatchObject({ state: 'active', failures: 0, quarantine: null })
  })

  it('asks for everything again after an answer it could not read', async () => {
    const { say, harvest, source } = await stage(open)
    say({ body: '<html><body>Erreur</body></html>', headers: { etag: '"same"' } })
    expect(await harvest()).toBe('html-instead-of-feed')
    expect((await source())?.etag).toBeNull()
    say({ ...feed(['a', 'Un']), headers: { etag: '"same"' } })
    expect(await harvest(true)).toBe('imported')
  })

  it('takes an empty feed for what it is: no failure, and nothing goes', async () => {
    const { farm, say, harvest, source } = await stage(open)
    say(feed(['a', 'Un']))
    await harvest()
    const before = await farm.entries()
    say(feed())
    expect(await harvest(true)).toBe('imported')
    expect(await source()).toMatchObject({ lastStatus: 'empty', failures: 0 })
    expect(await farm.entries()).toEqual(before)
  })

  it('takes a feed of which nothing can be used for a failure, and keeps the reasons', async () => {
    const { farm, say, harvest, source } = await stage(open)
    say({ body: '<rss version="2.0"><channel><item><guid>a</guid></item><item><guid>b</guid></item></channel></rss>' })
    expect(await harvest()).toBe('nothing-readable')
    expect(await source()).toMatchObject({ failures: 1, lastStatus: 'nothing-readable', etag: null })
    const [batch] = await listBatches(farm.storage, { organisations: ['nievre'], limit: 1 })
    const kept = await batchProblems(farm.storage, { batch: batch?.id ?? 0, limit: 50 })
    expect(new Set(kept.map(({ line }) => line))).toEqual(new Set([1, 2]))
  })

  it('waits as long as the server asks', async () => {
    const { farm, say, harvest, source } = await stage(open)
    say({ status: 429, headers: { 'retry-after': '36000' } })
    expect(await harvest()).toBe('asked-to-wait')
    expect(await source()).toMatchObject({ lastStatus: 'asked-to-wait 429', nextAt: farm.now() + 36_000_000 })
  })

  it('follows an address that has moved for good once it has said so twice, and tells', async () => {
    const { farm, id, say, harvest, source } = await stage(open)
    const elsewhere = await serve((_request, response) => response.end(feed(['a', 'Un']).body))
    const before = (await source())?.url ?? ''
    say({ status: 301, headers: { location: `${elsewhere}/new` } })
    expect(await harvest()).toBe('imported')
    expect(await source()).toMatchObject({ url: before, lastStatus: `moved ${elsewhere}/new` })
    expect(await farm.entries()).toHaveLength(1)
    farm.wait(120)
    expect(await harvest()).toBe('imported')
    expect(await source()).toMatchObject({ url: `${elsewhere}/new`, lastStatus: 'imported', learnt: { moved: null } })
    const told = await listExchanges(farm.storage, { source: id, limit: 9 })
    expect(told.find(({ outcome }) => outcome === 'moved')?.problem?.params).toEqual({
      before,
      now: `${elsewhere}/new`,
    })
  })

  it('is in trouble at once when its address is gone for good, and asked again every week', async () => {
    const { say, harvest, source, minutesLeft } = await stage(open)
    say({ status: 410, headers: {} })
    expect(await harvest()).toBe('gone')
    expect(await source()).toMatchObject({ state: 'troubled', lastStatus: 'gone' })
    expect(await minutesLeft()).toBeGreaterThanOrEqual(7 * 1440)
  })

  it('notes each request, and keeps the last two hundred', async () => {
    const { farm, id, say, harvest } = await stage(open)
    say(feed(['a', 'Un']))
    await harvest()
    for (let i = 0; i < 203; i += 1) {
      farm.wait(1)
      await harvest(true)
    }
    const told = await listExchanges(farm.storage, { source: id, limit: 500 })
    expect(told).toHaveLength(200)
    expect(told[0]).toMatchObject({ outcome: 'not-modified', status: 304, batch: null })
  })

  it('is done by one at a time, until whoever began is plainly dead', async () => {
    const { farm, say, harvest, id } = await stage(open)
    say(feed(['a', 'Un'], ['b', 'Deux']))
    const both = await Promise.all([harvest(true), harvest(true)])
    expect(both.toSorted()).toEqual(['already-harvesting', 'imported'])
    expect(await farm.entries()).toHaveLength(2)
    const { sources } = farm.storage.tables
    await farm.storage.write(({ db }) =>
      db.update(sources).set({ lastStatus: 'harvesting', lastAt: farm.now() }).returning(),
    )
    expect(await harvest(true)).toBe('already-harvesting')
    farm.wait(11)
    expect(await harvest(true)).toBe('not-modified')
    expect(await readSource(farm.storage, id)).toMatchObject({ lastStatus: 'not-modified' })
  })

  it('stopped on the way is no failure of the source', async () => {
    const { farm, id, source } = await stage(open)
    const silent = await serveSocket(() => undefined)
    const { sources } = farm.storage.tables
    await farm.storage.write(({ db }) => db.update(sources).set({ url: silent }).returning())
    const before = await source()
    const signal = AbortSignal.timeout(30)
    const result = await harvestSource({ ...farm, allowPrivate: loopbackOnly }, id, { signal })
    expect(result).toMatchObject({ problems: [{ code: 'interrupted' }] })
    expect(await source()).toEqual(before)
  })

  it('of a source that is not there, or is paused, does nothing', async () => {
    const { farm, harvest } = await stage(open)
    expect(await harvestSource(farm, 999_999)).toMatchObject({ problems: [{ code: 'unknown-source' }] })
    const { sources } = farm.storage.tables
    await farm.storage.write(({ db }) => db.update(sources).set({ state: 'paused' }).returning())
    expect(await harvest()).toBe('not-due')
  })
})
