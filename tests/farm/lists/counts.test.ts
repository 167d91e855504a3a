import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { countList } from '../../../farm/lists/count-list.ts'
import { type Farm, openFarm } from '../../../farm/open-farm.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Submission } from '../../../pipeline/model/submission.ts'
import { approve, propose } from '../../bench/bench-farm.ts'
import { pressSheet } from '../../bench/generate.ts'
import { describeFarmOnBoth } from '../../farms.ts'

describeFarmOnBoth('the figures beside the filters of a list', (open) => {
  describe('kept in memory', () => {
    it('follow what is published, corrected and withdrawn', async () => {
      const farm = await open()
      const before = await asCounted(farm)
      const id = await send(farm, { themes: ['training'], territories: ['commune:58194'] })
      expect((await asCounted(farm)).total).toBe(before.total + 1)
      const entry = await farm.ports.entries.get(id)
      await send(
        farm,
        { themes: ['beekeeping'], territories: ['commune:58086'] },
        { entry: id, version: entry?.version },
      )
      const { terms } = await asCounted(farm)
      expect(terms.get('theme:beekeeping')).toBe((before.terms.get('theme:beekeeping') ?? 0) + 1)
      expect(terms.get('theme:training')).toBe(before.terms.get('theme:training'))
      await farm.withdraw({ actor: FARM, entry: id, reason: 'essai' })
      expect(await asCounted(farm)).toEqual(before)
    })

    it('follow what another process committed', async () => {
      const farm = await open()
      await asCounted(farm)
      const other = await openFarm(farm.settings)
      if (!other.ok) throw new Error(JSON.stringify(other.problems))
      const id = await send(other.value, { themes: ['training'], territories: ['commune:58194'] })
      await expect.poll(() => farm.storage.foreignChanges()).toBeGreaterThan(0)
      await asCounted(farm)
      const entry = await other.value.ports.entries.get(id)
      const seen = farm.storage.foreignChanges()
      await send(
        other.value,
        { themes: ['beekeeping'], territories: ['commune:58194'] },
        { entry: id, version: entry?.version },
      )
      await expect.poll(() => farm.storage.foreignChanges()).not.toBe(seen)
      await asCounted(farm)
      await other.value.close()
    })
  })
})

// What memory says must be what the tables say.
async function asCounted(farm: Farm): Promise<{ total: number; terms: Map<string, number> }> {
  const { deliveries, entryTerms, subscriptions } = farm.storage.tables
  const { read } = farm.storage
  const sections = await read
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(eq(subscriptions.site, 'nievre'))
  const ids = sections.map((one) => one.id)
  const asked = { subscriptions: ids, terms: [], query: '', upcoming: false, limit: 30 }
  const { total, terms } = await countList(farm.storage, asked)
  const rows = await read.select().from(deliveries).where(eq(deliveries.state, 'live'))
  const shown = new Set(rows.filter((row) => ids.includes(row.subscription)).map((row) => row.entry))
  const plain = new Map<string, number>()
  for (const row of await read.select().from(entryTerms))
    if (shown.has(row.entry)) plain.set(row.term, (plain.get(row.term) ?? 0) + 1)
  expect(total).toBe(shown.size)
  expect(new Map([...terms].toSorted())).toEqual(new Map([...plain].toSorted()))
  return { total, terms: new Map([...terms].toSorted()) }
}

type Raw = Submission['raw']

async function send(farm: Farm, raw: Raw, more: Partial<Submission> = {}): Promise<number> {
  const sheet = pressSheet('Compte du jour', 'commune:58194')
  const values = { ...sheet.raw, ...raw }
  const id = await propose(farm, { ...sheet, raw: values, ...more })
  const entry = await farm.ports.entries.get(id)
  if (entry?.review !== 'accepted') await approve(farm, id)
  return id
}
