import { createHmac } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import { hearNews } from '../../../farm/jobs/news.ts'
import { startWorker } from '../../../farm/jobs/worker.ts'
import { answerHub } from '../../../farm/sources/hub-calls.ts'
import { createSource, updateSource } from '../../../farm/sources/sources.ts'
import { listExchanges } from '../../../farm/storage/gateways/exchange-store.ts'
import { hubSubscription } from '../../../farm/storage/gateways/hub-store.ts'
import { readSource } from '../../../farm/storage/gateways/source-store.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeOnBoth, type OpenDatabase } from '../../databases.ts'
import { loopbackOnly, serve } from '../sources/local-server.ts'
import { smallWorkshop } from './small-workshop.ts'

const DESK = 'https://desk.example.org'

function item(id: string): string {
  return `<item><guid>${id}</guid><title>Titre ${id}</title><description>Un résumé.</description><content:encoded>Texte.</content:encoded></item>`
}

function feed(items: string, hub?: string): string {
  const link = hub === undefined ? '' : `<atom:link rel="hub" href="${hub}/hub"/>`
  return `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>J</title>${link}${items}</channel></rss>`
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const piece of request) text += String(piece)
  return new URLSearchParams(text)
}

/** A feed with a hub, both on one small server, and a workshop that follows it. */
async function stage(open: OpenDatabase) {
  const workshop = smallWorkshop(await open())
  const asked: URLSearchParams[] = []
  let [refuses, offers] = [false, true]
  const url = await serve(async (request, response) => {
    if (request.url?.startsWith('/feed')) return response.end(feed(item('a'), offers ? url : undefined))
    asked.push(await formOf(request))
    return response.writeHead(refuses ? 403 : 202).end()
  })
  const worker = startWorker(workshop, {
    ...{ everyMs: 3_600_000, allowPrivate: loopbackOnly, deskOrigin: DESK, limits: { pause: 0 } },
    onError: (error) => expect.fail(String(error)),
  })
  const wishes = { name: 'J', url: `${url}/feed`, organisation: 'nievre', serviceType: 'news', everyMinutes: 60 }
  const gateway = { ...workshop, allowPrivate: loopbackOnly }
  const created = await createSource(gateway, FARM, { ...wishes, defaults: { themes: 'emploi' } })
  if (!created.ok) throw new Error(JSON.stringify(created.problems))
  const { id } = created.value
  await worker.idle()
  const subscription = async () => (await hubSubscription(workshop.storage, id)) ?? expect.fail('no subscription')
  return {
    ...{ workshop, worker, id, asked, url, gateway, subscription },
    source: async () => (await readSource(workshop.storage, id)) ?? expect.fail('no source'),
    outcomes: async () => (await listExchanges(workshop.storage, { source: id, limit: 50 })).map((one) => one.outcome),
    refuse: () => {
      refuses = true
    },
    stopOffering: () => {
      offers = false
    },
    async confirm(changes: Record<string, string> = {}) {
      const { token, topic } = await subscription()
      const said = {
        'hub.mode': 'subscribe',
        'hub.topic': topic,
        'hub.challenge': 'abc',
        'hub.lease_seconds': '864000',
      }
      return answerHub(workshop, token, new URLSearchParams({ ...said, ...changes }))
    },
    async push(text: string, signed?: { readonly method?: string; readonly secret?: string }) {
      const { token, secret } = await subscription()
      const body = new TextEncoder().encode(text)
      const { method = 'sha256', secret: used = secret } = signed ?? {}
      const signature = `${method}=${createHmac(method, used).update(body).digest('hex')}`
      return hearNews(workshop, { token, body, signature, mediaType: 'application/rss+xml' })
    },
  }
}

describeOnBoth('A source with a hub', (open) => {
  it('is subscribed to with a secret, once the hub has asked back for that very feed', async () => {
    const { asked, subscription, confirm, url, source, outcomes } = await stage(open)
    const [form] = asked
    const { token, secret } = await subscription()
    expect(Object.fromEntries(form ?? [])).toEqual({
      'hub.mode': 'subscribe',
      'hub.topic': `${url}/feed`,
      'hub.callback': `${DESK}/websub/${token}`,
      'hub.lease_seconds': '864000',
      'hub.secret': secret,
    })
    expect(await confirm({ 'hub.topic': 'https://other.example/' })).toBeUndefined()
    expect((await subscription()).state).toBe('asked')
    expect(await confirm()).toBe('abc')
    expect((await subscription()).state).toBe('active')
    expect(await outcomes()).toEqual(expect.arrayContaining(['hub-asked', 'hub-agreed', 'imported']))
    expect((await source()).learnt.hub?.hub).toBe(`${url}/hub`)
  })

  it('brings its news by itself, and is polled slowly beside', async () => {
    const { workshop, worker, id, confirm, push, source } = await stage(open)
    await confirm()
    expect(await push(feed(item('b')))).toBe('news')
    await worker.idle()
    expect((await workshop.entries()).map(({ externalId }) => externalId)).toEqual(['a', 'b'])
    // News say nothing of the items that are not there.
    expect((await source()).learnt.shape?.items).toBe(1)
    const hours = ((await source()).nextAt - workshop.now()) / 3_600_000
    expect(hours).toBeGreaterThan(5)
    expect(await readSource(workshop.storage, id)).toMatchObject({ state: 'active', failures: 0 })
  })

  it.each([
    ['another secret', { secret: 'guessed' }],
    ['a method that is no more', { method: 'md5' }],
  ])('is not believed when signed with %s', async (_what, signed) => {
    const { workshop, worker, confirm, push, outcomes } = await stage(open)
    await confirm()
    expect(await push(feed(item('evil')), signed)).toBe('unsigned')
    await worker.idle()
    expect(await workshop.entries()).toHaveLength(1)
    expect(await outcomes()).toContain('hub-unsigned')
  })

  it('with an old signature only has the source pulled at once', async () => {
    const { workshop, confirm, push, source } = await stage(open)
    await confirm()
    expect(await push(feed(item('b')), { method: 'sha1' })).toBe('ping')
    expect((await source()).nextAt).toBe(workshop.now())
    expect(await workshop.entries()).toHaveLength(1)
  })

  it('whose message cannot be read is pulled at once', async () => {
    const { workshop, worker, confirm, push, outcomes } = await stage(open)
    await confirm()
    expect(await push('<html><body>Oups</body></html>')).toBe('news')
    await worker.idle()
    expect(await outcomes()).toContain('hub-unreadable')
    expect(await workshop.entries()).toHaveLength(1)
  })

  it('is asked for again before the lease ends, and goes on meanwhile', async () => {
    const { workshop, worker, asked, confirm, subscription, push } = await stage(open)
    await confirm({ 'hub.lease_seconds': '36000' })
    workshop.wait(8.5 * 60)
    await worker.idle()
    expect(asked).toHaveLength(2)
    expect((await subscription()).state).toBe('active')
    expect(await push(feed(item('b')))).toBe('news')
    expect(await confirm({ 'hub.lease_seconds': '36000' })).toBe('abc')
    expect((await subscription()).expiresAt).toBe(workshop.now() + 36_000_000)
  })

  it('is polled as any other while its hub refuses, and not asked again the same day', async () => {
    const { workshop, worker, asked, confirm, subscription, refuse } = await stage(open)
    refuse()
    await confirm({ 'hub.mode': 'denied' })
    expect((await subscription()).state).toBe('denied')
    workshop.wait(120)
    await worker.idle()
    expect(asked).toHaveLength(1)
    workshop.wait(1440)
    await worker.idle()
    expect(asked).toHaveLength(2)
  })

  it('leaves a hub that is offered no more, and nobody unknown is heard', async () => {
    const { workshop, worker, id, gateway, asked, confirm, push, stopOffering, subscription } = await stage(open)
    await confirm()
    stopOffering()
    await updateSource(gateway, FARM, {
      id,
      name: 'J bis',
      url: `${(await readSource(workshop.storage, id))?.url}?x=1`,
    })
    await worker.idle()
    expect(asked.at(-1)?.get('hub.mode')).toBe('unsubscribe')
    expect(await push(feed(item('b')))).toBe('stranger')
    const { topic } = await subscription()
    expect(await confirm({ 'hub.mode': 'unsubscribe', 'hub.topic': topic })).toBe('abc')
    expect(await hubSubscription(workshop.storage, id)).toBeUndefined()
    const stranger = { token: 'x'.repeat(43), body: new Uint8Array(), signature: '', mediaType: '' }
    expect(await hearNews(workshop, stranger)).toBe('stranger')
  })
})
