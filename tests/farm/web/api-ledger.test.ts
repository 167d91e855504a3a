import { setTimeout as wait } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { ledger } from '../../../farm/sites/ledger.ts'
import { recall } from '../../../farm/sites/recall.ts'
import { recallStatement } from '../../../farm/sites/recall-statement.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { publishSheet } from '../sites/published.ts'
import { apiClient } from './api-client.ts'

describeFarmOnBoth('An entry read by itself through the API', (open) => {
  const client = apiClient(open)

  it('stands in its ledger, and in that of no other; a recall waits until its reader hears of it', async () => {
    const { farm, key, ask, partner } = client()
    const nadia = await person(farm, 'nadia.belkacem')
    const [entry, other] = [await publishSheet(farm, 'Une fiche lue seule'), await publishSheet(farm, 'Une autre')]
    const reader = await key(['read:site:nievre'])
    const address = `/sites/nievre/services/revue-de-presse/entries/${entry}`
    const writes = vi.spyOn(farm.storage, 'write')
    for (let i = 0; i < 5; i += 1) expect((await ask(address, { key: reader })).status).toBe(200)
    const during = writes.mock.calls.length
    // No more than the turns of the key: reads are gathered and written together.
    expect(during).toBeLessThan(3)
    await wait(1_300)
    const partners = async (number: number) => {
      const told = await ledger(farm, { entry: number, actor: nadia })
      return told.ok ? told.value.places.filter(({ kind }) => kind === 'partner') : []
    }
    expect(await partners(entry)).toMatchObject([
      { format: 'api-entry', holding: 'current', reads: 5, reader: `Agrégateur\u00a0#${partner}` },
    ])
    expect(await partners(other)).toEqual([])

    const made = await recall(farm, { entry, actor: nadia, reason: 'Démentie' })
    const pending = async () => {
      const statement = await recallStatement(farm, { recall: made.ok ? made.value : 0, actor: nadia })
      const places = statement.ok ? statement.value.places : []
      return places.filter(({ kind, confirmedAt }) => kind === 'partner' && confirmedAt === null).length
    }
    expect(await pending()).toBe(1)
    await wait(20)
    expect((await ask(address, { key: reader })).status).toBe(410)
    await wait(1_300)
    expect(await pending()).toBe(0)
  })

  it('is known to have been withdrawn to who reads the changes of the list afterwards', async () => {
    const { farm, key, ask } = client()
    const nadia = await person(farm, 'nadia.belkacem')
    const entry = await publishSheet(farm, 'Une fiche lue seule, puis suivie')
    const reader = await key(['read:site:nievre'])
    const list = '/sites/nievre/services/revue-de-presse/entries'
    await ask(`${list}/${entry}`, { key: reader })
    await wait(1_300)
    const made = await recall(farm, { entry, actor: nadia, reason: 'Démentie' })
    const since = encodeURIComponent(new Date(Date.now() - 60_000).toISOString())
    await wait(20)
    await ask(`${list}?updatedSince=${since}`, { key: reader })
    await wait(1_300)
    const statement = await recallStatement(farm, { recall: made.ok ? made.value : 0, actor: nadia })
    const places = statement.ok ? statement.value.places.filter(({ kind }) => kind === 'partner') : []
    expect(places.filter(({ confirmedAt }) => confirmedAt === null)).toEqual([])
    expect(places.length).toBeGreaterThan(0)
  })
})
