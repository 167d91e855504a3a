import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { FARM } from '../../../../pipeline/model/actor.ts'
import { describeFarmOnBoth } from '../../../farms.ts'

describeFarmOnBoth('What a section showed', (open) => {
  test('is noted with its revision, from when until when, once the entry is withdrawn', async () => {
    let at = Date.parse('2026-11-01T08:00:00Z')
    const farm = await open({ now: () => at })
    const { deliveries, spans } = farm.storage.tables
    const [shown] = await farm.storage.read.select().from(deliveries).where(eq(deliveries.state, 'live')).limit(1)
    if (!shown) throw new Error('nothing is shown')
    expect(shown.revisionSince).toBeGreaterThan(0)
    at = Math.max(at, Date.now()) + 60_000
    const withdrawn = await farm.withdraw({ entry: shown.entry, actor: FARM, reason: 'erreur' })
    expect(withdrawn.ok).toBe(true)
    const past = await farm.storage.read.select().from(spans).where(eq(spans.entry, shown.entry))
    expect(past).toContainEqual({
      entry: shown.entry,
      subscription: shown.subscription,
      site: shown.site,
      revision: shown.revision,
      sortAt: shown.sortAt,
      fromAt: shown.revisionSince,
      untilAt: at,
    })
  })
})
