import { expect, it } from 'vitest'
import { endFormerSecret, pingWebhook, renewSecret, updateWebhook } from '../../../farm/partners/webhooks.ts'
import { readWebhook } from '../../../farm/storage/gateways/webhook-store.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { publishSheet } from '../sites/published.ts'
import { serve } from '../sources/local-server.ts'
import { ALL, begin, isSigned } from './told.ts'

const MINUTE = 60_000

describeFarmOnBoth('A webhook that is changed', (open) => {
  it('signs by its secret and the one before it for three days, unless that is ended', async () => {
    const story = await begin(open)
    const { farm, received, webhook, work, wait } = story
    const asked = { webhook: webhook.id, actor: await person(farm, 'francoise.dubreuil') }
    await renewSecret(farm, asked)
    const renewed = (await readWebhook(farm.storage, webhook.id))?.secret ?? ''
    expect(renewed).not.toBe(webhook.secret)
    const signers = async () => {
      await pingWebhook(farm, asked)
      await work()
      const last = received.at(-1)
      return [renewed, webhook.secret].map((secret) => last !== undefined && isSigned(last, secret))
    }
    expect(await signers()).toEqual([true, true])
    await wait(3 * 24 * 60 * MINUTE)
    expect(await signers()).toEqual([true, false])
    await renewSecret(farm, asked)
    await endFormerSecret(farm, asked)
    expect(await signers()).toEqual([false, false])
  })

  it('takes another address and other wishes; what waited for the old one is tried there at once', async () => {
    const story = await begin(open, (_, response) => response.writeHead(500).end())
    const { farm, received, webhook, work } = story
    await publishSheet(farm, 'Une annonce pour la nouvelle adresse')
    await work()
    const failed = received.length
    expect(failed).toBeGreaterThan(0)
    const elsewhere: string[] = []
    const url = await serve((request, response) => {
      request
        .on('data', (part: Buffer) => elsewhere.push(part.toString()))
        .on('end', () => response.writeHead(204).end())
    })
    const asked = { webhook: webhook.id, actor: await person(farm, 'francoise.dubreuil') }
    const wishes = { url: `${url}/ailleurs`, asks: { ...ALL, kinds: ['published' as const] } }
    expect(await updateWebhook(farm, { ...asked, ...wishes })).toMatchObject({ ok: false })
    expect((await updateWebhook(farm, { ...asked, ...wishes }, { closedToo: true })).ok).toBe(true)
    await work()
    expect(elsewhere.join('')).toContain('nouvelle adresse')
    expect(received).toHaveLength(failed)
    expect(await readWebhook(farm.storage, webhook.id)).toMatchObject({ state: 'active', asks: wishes.asks })
    const stranger = { ...asked, actor: await person(farm, 'nadia.belkacem') }
    expect(await updateWebhook(farm, { ...stranger, ...wishes })).toMatchObject({
      problems: [{ code: 'unknown-webhook' }],
    })
  })
})
