import { expect, it } from 'vitest'
import {
  createWebhook,
  pauseWebhook,
  pingWebhook,
  repeatMessage,
  resumeWebhook,
} from '../../../farm/partners/webhooks.ts'
import { listMessages, type WebhookMessage } from '../../../farm/storage/gateways/webhook-messages.ts'
import { readWebhook, type WebhookAsks } from '../../../farm/storage/gateways/webhook-store.ts'
import { withdraw } from '../../../pipeline/withdraw.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { correctSheet, publishSheet } from '../sites/published.ts'
import { ALL, begin, isSigned, type Story } from './told.ts'

const MINUTE = 60_000

describeFarmOnBoth('A webhook', (open) => {
  it('is told, signed and in order, that an entry came, changed and left', async () => {
    const story = await begin(open)
    const { farm, received, webhook, work } = story
    const entry = await publishSheet(farm, 'Une annonce pour le partenaire')
    await work()
    await correctSheet(farm, entry, 'Une annonce corrigée')
    await work()
    const nadia = await person(farm, 'nadia.belkacem')
    await withdraw(farm.ports, { entry, actor: nadia, reason: 'Périmée' })
    await work()
    expect(received.map(({ told }) => told.type)).toEqual(['entry.published', 'entry.corrected', 'entry.withdrawn'])
    const [first, , last] = received
    expect(first?.told.data).toMatchObject({
      entry,
      shownOn: [{ site: 'nievre', service: 'revue-de-presse' }],
      content: { title: 'Une annonce pour le partenaire', serviceType: 'press-review' },
    })
    expect(last?.told.data).toMatchObject({ entry, content: null, shownOn: [], version: null })
    for (const one of received) expect(isSigned(one, webhook.secret)).toBe(true)
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(3)
    const log = await listMessages(farm.storage, { webhook: webhook.id, limit: 10 })
    expect(log.map(({ state, status }) => [state, status])).toEqual(Array.from({ length: 3 }, () => ['delivered', 204]))
    // What was taken back is kept in no log either.
    expect(log.slice(1).map(({ body }) => body)).toEqual([{}, {}])
  })

  it('tries again for nearly three days, then gives up and says so; nothing is lost meanwhile', async () => {
    const story = await begin(open, (_, response) => response.writeHead(503).end('plus tard'))
    const { farm, received, webhook, work, wait } = story
    await publishSheet(farm, 'Une annonce que personne ne prend')
    await work()
    const before = farm.now()
    for (let i = 0; i < 40 && (await stateOf(story)) === 'waiting'; i += 1) {
      await wait(6 * 60 * MINUTE)
      await work()
    }
    expect(await stateOf(story)).toBe('given-up')
    expect(received).toHaveLength(13)
    expect(farm.now() - before).toBeGreaterThan(2 * 24 * 60 * MINUTE)
    expect(await readWebhook(farm.storage, webhook.id)).toMatchObject({ state: 'troubled', failures: 13 })
    const [message] = await log(story)
    expect(message).toMatchObject({ status: 503, answer: 'plus tard', attempts: 13 })
    story.answer = (_, response) => response.writeHead(200).end('merci')
    const francoise = await person(farm, 'francoise.dubreuil')
    const again = { webhook: webhook.id, actor: francoise, message: message?.id ?? 0 }
    expect((await repeatMessage(farm, again)).ok).toBe(true)
    await work()
    expect(await stateOf(story)).toBe('delivered')
    expect(await readWebhook(farm.storage, webhook.id)).toMatchObject({ state: 'active', failures: 0 })
  })

  it('keeps the order of each entry, and lets a message nobody takes hold back no other entry', async () => {
    const story = await begin(open)
    const { farm, received, work, wait } = story
    const bad = await publishSheet(farm, 'Une annonce qui fâche')
    story.answer = (request, response) => response.writeHead(request.told.data.entry === bad ? 500 : 200).end()
    await work()
    await correctSheet(farm, bad, 'Une annonce qui fâche encore')
    const good = await publishSheet(farm, 'Une annonce bienvenue')
    await work()
    expect(received.map(({ told }) => told.data.entry)).toContain(good)
    expect(received.filter(({ told }) => told.data.entry === bad && told.type === 'entry.corrected')).toEqual([])
    story.answer = (_, response) => response.writeHead(200).end()
    await wait(60 * MINUTE)
    await work()
    expect(received.filter(({ told }) => told.data.entry === bad).at(-1)?.told.type).toBe('entry.corrected')
  })

  it('is not told any more what was withdrawn before it could be told', async () => {
    const story = await begin(open, (_, response) => response.writeHead(500).end())
    const { farm, received, work, wait } = story
    const entry = await publishSheet(farm, 'Une annonce vite reprise')
    await work()
    await withdraw(farm.ports, { entry, actor: await person(farm, 'nadia.belkacem'), reason: 'Erreur' })
    const failed = received.length
    story.answer = (_, response) => response.writeHead(200).end()
    await wait(60 * MINUTE)
    await work()
    expect(received.slice(failed).map(({ told }) => told.type)).toEqual(['entry.withdrawn'])
    expect(received.slice(failed).some(({ text }) => text.includes('vite reprise'))).toBe(false)
    expect((await log(story)).map(({ state }) => state)).toEqual(['delivered', 'replaced'])
  })

  it('waits while paused, and is then told all; a test message says nothing of any entry', async () => {
    const story = await begin(open)
    const { farm, received, webhook, work } = story
    const asked = { webhook: webhook.id, actor: await person(farm, 'francoise.dubreuil') }
    await pauseWebhook(farm, asked)
    await publishSheet(farm, 'Une annonce pendant la pause')
    await work()
    expect(received).toEqual([])
    await resumeWebhook(farm, asked)
    await pingWebhook(farm, asked)
    await work()
    expect(received.map(({ told }) => told.type).sort()).toEqual(['entry.published', 'ping'])
  })

  it('is told of the sites and the kinds it asks for, and of no others', async () => {
    const story = await begin(open, undefined, { ...ALL, sites: ['nievre'], serviceTypes: ['job'] })
    await publishSheet(story.farm, 'Une revue de presse')
    await story.work()
    expect(story.received).toEqual([])
    expect(await log(story)).toEqual([])
  })

  it('that asks for withdrawals alone hears of what it never heard of before', async () => {
    const story = await begin(open, undefined, { ...ALL, kinds: ['withdrawn'] })
    const entry = await publishSheet(story.farm, 'Une annonce passagère')
    await story.work()
    await withdraw(story.farm.ports, { entry, actor: await person(story.farm, 'nadia.belkacem'), reason: 'Fini' })
    await story.work()
    expect(story.received.map(({ told }) => told.type)).toEqual(['entry.withdrawn'])
  })

  it('follows no redirect, not even to a closed address, and hangs on no silent receiver', async () => {
    const story = await begin(open, (_, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
    )
    await publishSheet(story.farm, 'Une annonce détournée')
    await story.work()
    expect((await log(story))[0]).toMatchObject({ state: 'waiting', status: 302 })
    story.answer = () => undefined
    Object.assign(story.patience, { idle: 300, total: 900 })
    await story.wait(60 * MINUTE)
    await story.work()
    expect((await log(story))[0]).toMatchObject({
      state: 'waiting',
      status: null,
      answer: expect.stringMatching(/^timeout/),
    })
  })

  it('is refused at closed addresses, without TLS, and for sites its body may not open', async () => {
    const { farm, partner } = await begin(open)
    const actor = await person(farm, 'francoise.dubreuil')
    const refusal = async (url: string, asks: WebhookAsks = ALL) => {
      const made = await createWebhook(farm, { actor, partner, url, asks })
      return made.ok ? [] : made.problems.map(({ code }) => code)
    }
    for (const url of ['https://127.0.0.1/a', 'https://box.local/', 'https://a.internal/x'])
      expect(await refusal(url), url).toEqual(['private-address'])
    expect(await refusal('http://partenaire.example.org/')).toEqual(['not-https'])
    expect(await refusal('https://u:p@partenaire.example.org/')).toEqual(['unsafe-url'])
    expect(await refusal('https://ok.example.org/', { ...ALL, sites: ['observatoire', 'nowhere'] })).toEqual([
      'unknown-site',
      'unknown-site',
    ])
    expect(await refusal('https://ok.example.org/', { kinds: [], sites: [], serviceTypes: ['x'] })).toEqual([
      ...['no-kind-told', 'no-site-asked', 'unknown-service-type'],
    ])
  })
})

function log({ farm, webhook }: Story): Promise<readonly WebhookMessage[]> {
  return listMessages(farm.storage, { webhook: webhook.id, limit: 50 })
}

async function stateOf(story: Story): Promise<string | undefined> {
  return (await log(story))[0]?.state
}
