import { expect, it, onTestFinished } from 'vitest'
import { startWorker } from '../../../farm/jobs/worker.ts'
import { letIn } from '../../../farm/partners/partners.ts'
import { createWebhook } from '../../../farm/partners/webhooks.ts'
import { ledger } from '../../../farm/sites/ledger.ts'
import { recall } from '../../../farm/sites/recall.ts'
import { recallStatement } from '../../../farm/sites/recall-statement.ts'
import { settleReads } from '../../../farm/sites/settle-recalls.ts'
import { putFeedReads } from '../../../farm/storage/deliveries/ledger-store.ts'
import { TOLD } from '../../../farm/storage/gateways/webhook-store.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { publishSheet } from '../sites/published.ts'
import { loopbackOnly, serve } from '../sources/local-server.ts'

describeFarmOnBoth('A recall', (open) => {
  it('names the partners that pulled an entry or were told of it, and waits for both to acknowledge', async () => {
    let later = 0
    const farm = await open({ now: () => Date.now() + later })
    let takes = true
    const url = await serve((request, response) => {
      request.resume().on('end', () => response.writeHead(takes ? 204 : 503).end())
    })
    const francoise = await person(farm, 'francoise.dubreuil')
    const nadia = await person(farm, 'nadia.belkacem')
    const partner = await letIn(farm, francoise, {
      organisation: 'nievre',
      name: 'Radio du Val',
      contact: 'a@b.example',
    })
    if (!partner.ok) throw new Error('no partner')
    const asks = { kinds: [...TOLD], sites: ['nievre'], serviceTypes: [] }
    const terms = { actor: francoise, partner: partner.value.id, url: `${url}/hook`, asks }
    await createWebhook(farm, terms, { closedToo: true })
    const worker = startWorker(farm, {
      everyMs: 3_600_000,
      allowPrivate: loopbackOnly,
      limits: { idle: 8000, total: 16_000 },
    })
    onTestFinished(() => worker.stop())
    const entry = await publishSheet(farm, 'Une annonce à rappeler')
    await worker.idle()
    const { sites } = await farm.memory()
    const section = sites.subscriptions('nievre').find((one) => one.slug === 'revue-de-presse')?.id ?? 0
    const reader = `Radio\u00a0du\u00a0Val\u00a0#${partner.value.id}`
    const pull = async () => {
      const at = farm.now()
      const reads = [{ subscription: section, reader, format: 'api', firstAt: at, lastAt: at, count: 1 }]
      await putFeedReads(farm.storage, reads)
      await settleReads(farm, reads)
    }
    await pull()
    const told = await ledger(farm, { entry, actor: nadia })
    const named = told.ok ? told.value.places.filter(({ kind }) => kind === 'partner' || kind === 'push') : []
    expect(named.map(({ kind, holding, reader: who }) => [kind, holding, who])).toEqual([
      ['partner', 'current', reader],
      ['push', 'current', reader],
    ])
    takes = false
    const made = await recall(farm, { entry, actor: nadia, reason: 'Démentie' })
    const number = made.ok ? made.value : 0
    await worker.idle()
    const pending = async () => {
      const statement = await recallStatement(farm, { recall: number, actor: nadia })
      const places = statement.ok ? statement.value.places : []
      return places.filter(({ confirmedAt }) => confirmedAt === null).map(({ kind }) => kind)
    }
    expect(await pending()).toEqual(['partner', 'push'])
    later += 60_000
    await pull()
    expect(await pending()).toEqual(['push'])
    takes = true
    later += 3_600_000
    await worker.idle()
    expect(await pending()).toEqual([])
  })
})
