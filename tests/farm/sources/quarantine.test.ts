import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { harvestSource } from '../../../farm/sources/harvest.ts'
import { judgeShape } from '../../../farm/sources/judge-shape.ts'
import { lookAt } from '../../../farm/sources/look-at.ts'
import { createSource, followAnnounced } from '../../../farm/sources/sources.ts'
import { listExchanges } from '../../../farm/storage/gateways/exchange-store.ts'
import { readSource } from '../../../farm/storage/gateways/source-store.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeOnBoth, type OpenDatabase } from '../../databases.ts'
import { loopbackOnly, serve } from './local-server.ts'
import { smallFarm } from './small-farm.ts'

interface Written {
  readonly from?: number
  readonly host?: string
  readonly text?: string
  readonly titled?: boolean
}

function feed(
  count: number,
  {
    from = 0,
    host = 'presse.example',
    text = 'Les habitants sont dans la salle avec vous.',
    titled = true,
  }: Written = {},
) {
  const items = Array.from({ length: count }, (_, i) => {
    const title = titled ? `<title>Titre ${from + i}</title>` : ''
    return `<item><guid>g${from + i}</guid>${title}<link>https://${host}/${from + i}</link><description>Résumé ${from + i}.</description><content:encoded>${text}</content:encoded></item>`
  })
  return `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Presse</title>${items.join('')}</channel></rss>`
}

async function stage(open: OpenDatabase) {
  const farm = smallFarm(await open())
  const files = mkdtempSync(join(tmpdir(), 'terroir-held-'))
  onTestFinished(() => rmSync(files, { recursive: true, force: true }))
  let body = ''
  const url = await serve((_request, response) => response.writeHead(200, { etag: `"${body.length}"` }).end(body))
  const gateway = { ...farm, files, allowPrivate: loopbackOnly, limits: { idle: 300, total: 800, pause: 0 } }
  const wishes = { name: 'Presse', url: `${url}/feed`, organisation: 'nievre', serviceType: 'news' }
  const defaults = { themes: 'emploi' }
  const created = await createSource(gateway, FARM, { ...wishes, everyMinutes: 60, defaults })
  if (!created.ok) throw new Error(JSON.stringify(created.problems))
  const { id } = created.value
  return {
    ...{ farm, id, gateway },
    source: async () => (await readSource(farm.storage, id)) ?? expect.fail('no source'),
    count: async () => (await farm.entries()).length,
    async gives(content: string, how: { readonly accepted?: boolean } = {}) {
      body = content
      const result = await harvestSource(gateway, id, { force: true, ...how })
      return result.ok ? result.value.kind : result.problems[0]?.code
    },
  }
}

describeOnBoth('A source that is no longer what it was', (open) => {
  it('is held when it loses most of its items: nothing changes, and what came is told', async () => {
    const { farm, id, source, count, gives } = await stage(open)
    expect(await gives(feed(10))).toBe('imported')
    expect(await gives(feed(2, { from: 90 }))).toBe('quarantined')
    expect(await count()).toBe(10)
    const held = await source()
    expect(held.quarantine).toMatchObject({
      why: [{ code: 'source-lost-items', params: { before: 10, now: 2 } }],
      counts: { new: 2 },
      samples: ['Titre 90', 'Titre 91'],
      file: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(held).toMatchObject({
      lastStatus: 'quarantined source-lost-items',
      etag: `"${feed(10).length}"`,
      failures: 0,
    })
    const [last] = await listExchanges(farm.storage, { source: id, limit: 1 })
    expect(last).toMatchObject({ outcome: 'quarantined', problem: { code: 'source-lost-items' } })
  })

  it.each([
    ['its language', { text: 'You have won the lottery, and this is for you.' }, 'source-other-language'],
    ['where it leads', { host: 'casino.invalid' }, 'source-other-host'],
  ])('is held when it changes %s', async (_what, how, code) => {
    const { source, count, gives } = await stage(open)
    await gives(feed(10))
    expect(await gives(feed(10, { from: 50, ...how }))).toBe('quarantined')
    expect((await source()).quarantine?.why.map((one) => one.code)).toEqual([code])
    expect(await count()).toBe(10)
  })

  it('is held when it changes format', async () => {
    const { source, gives } = await stage(open)
    await gives(feed(10))
    const rows = Array.from({ length: 10 }, (_, i) => `Titre ${i};Texte;Résumé;Emploi`)
    expect(await gives(['title;body;summary;themes', ...rows].join('\n'))).toBe('quarantined')
    expect((await source()).quarantine?.why[0]).toEqual({
      code: 'source-other-format',
      params: { before: 'feed', now: 'csv' },
    })
  })

  it('is held, and counted as failing, when it answers a web page; the page is kept', async () => {
    const { source, gives } = await stage(open)
    await gives(feed(10))
    expect(await gives('<!doctype html><title>Maintenance</title><body><h1>Revenez &agrave;&nbsp;14 h</h1>')).toBe(
      'html-instead-of-feed',
    )
    expect(await source()).toMatchObject({
      failures: 1,
      quarantine: {
        why: [{ code: 'html-instead-of-feed' }],
        counts: null,
        samples: ['Maintenance', 'Revenez à\u00a014 h'],
      },
    })
  })

  it('goes on at the feed that page announces once a person says so', async () => {
    const { gateway, id, source, gives } = await stage(open)
    await gives(feed(10))
    expect(await followAnnounced(gateway, FARM, id)).toMatchObject({ problems: [{ code: 'nothing-announced' }] })
    await gives('<!doctype html><head><link rel="alternate" type="application/rss+xml" href="/nouveau.xml"></head>')
    expect(await followAnnounced(gateway, FARM, id)).toMatchObject({ ok: true })
    const { url, quarantine, nextAt } = await source()
    expect([new URL(url).pathname, quarantine, nextAt]).toEqual(['/nouveau.xml', null, gateway.now()])
  })

  it('is let go by itself once it gives again what it used to', async () => {
    const { source, count, gives } = await stage(open)
    await gives(feed(10))
    await gives(feed(1, { from: 90 }))
    expect(await gives(feed(11))).toBe('imported')
    expect((await source()).quarantine).toBeNull()
    expect(await count()).toBe(11)
  })

  it('is applied as it came once a person says so, and is that from then on', async () => {
    const { source, count, gives } = await stage(open)
    await gives(feed(10))
    await gives(feed(3, { from: 90 }))
    // The server has moved on meanwhile: what was looked at is what is applied.
    expect(await gives(feed(0), { accepted: true })).toBe('imported')
    expect(await count()).toBe(13)
    expect(await source()).toMatchObject({ quarantine: null, learnt: { shape: { items: 3 } } })
    expect(await gives(feed(3, { from: 90 }))).toBe('imported')
  })

  it('keeps its first day of waiting, and the newest that came', async () => {
    const { farm, source, gives } = await stage(open)
    await gives(feed(10))
    await gives(feed(1, { from: 90 }))
    const { quarantine: first } = await source()
    farm.wait(1440)
    await gives(feed(2, { from: 80 }))
    expect((await source()).quarantine).toMatchObject({ at: first?.at, samples: ['Titre 80', 'Titre 81'] })
  })
})

describe('Two readings of one source', () => {
  const items = (count: number, raw: (i: number) => Record<string, string>) =>
    Array.from({ length: count }, (_, i) => ({ line: i + 1, raw: raw(i), externalId: raw(i).id, problems: [] }))
  const look = (format: string, count: number, raw: (i: number) => Record<string, string>) =>
    lookAt(format, items(count, raw))
  const judged = (before: ReturnType<typeof look>, now: ReturnType<typeof look>) =>
    judgeShape(before.shape, { look: now, whole: true }).map((one) => one.code)
  const named = (prefix: string) => (i: number) => ({ id: `${prefix}${i}`, title: `T${i}`, description: 'D' })

  it('of a catalogue share most of their items, of a feed not necessarily', () => {
    expect(judged(look('csv', 100, named('a')), look('csv', 100, named('b')))).toEqual(['source-other-items'])
    const half = look('csv', 100, (i) => named(i < 50 ? 'a' : 'b')(i))
    expect(judged(look('csv', 100, named('a')), half)).toEqual([])
    expect(judged(look('feed', 100, named('a')), look('feed', 100, named('b')))).toEqual([])
  })

  it('fill the same fields', () => {
    const bare = look('csv', 100, (i) => ({ id: `a${i}`, title: `T${i}` }))
    expect(judged(look('csv', 100, named('a')), bare)).toEqual(['source-lost-fields'])
    expect(judged(bare, look('csv', 100, named('a')))).toEqual([])
  })

  it('are not compared while there is hardly anything', () => {
    expect(judged(look('feed', 3, named('a')), look('feed', 0, named('a')))).toEqual([])
  })
})
