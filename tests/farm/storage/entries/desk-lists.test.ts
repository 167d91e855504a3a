import { expect, test } from 'vitest'
import { type DeskRequest, deskEntries } from '../../../../farm/storage/entries/desk-store.ts'
import { describeFarmOnBoth } from '../../../farms.ts'

describeFarmOnBoth('A staff list', (open) => {
  test('goes on where its page ended, whatever its order, until everything was seen once', async () => {
    const farm = await open()
    const { organisations } = await farm.memory()
    const all = organisations.all().map((one) => one.id)
    for (const [order, request] of [
      ['recent', { organisations: all, serviceType: 'news' }],
      ['waiting', { organisations: all, reviews: ['submitted'] }],
    ] as const) {
      const whole = await deskEntries(farm.storage, { ...request, order, limit: 500 })
      expect(whole.length).toBeGreaterThan(8)
      const seen: number[] = []
      for (let after: DeskRequest['after']; ; ) {
        const page = await deskEntries(farm.storage, { ...request, order, limit: 4, after })
        seen.push(...page.map(({ entry }) => entry.id))
        const last = page.at(-1)?.entry
        if (!last || page.length < 4) break
        after = { at: (order === 'waiting' ? last.submittedAt : last.updatedAt) ?? 0, entry: last.id }
      }
      expect(seen).toEqual(whole.map(({ entry }) => entry.id))
    }
  })
})
