import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { Farm } from '../../../farm/open-farm.ts'
import { ledger } from '../../../farm/sites/ledger.ts'
import { recall } from '../../../farm/sites/recall.ts'
import { recallStatement, recallsFor } from '../../../farm/sites/recall-statement.ts'
import { settleReads } from '../../../farm/sites/settle-recalls.ts'
import { putFeedReads } from '../../../farm/storage/deliveries/ledger-store.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { FeedRead } from '../../../pipeline/model/ledger.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { correctSheet, publishSheet } from './published.ts'

const MINUTE = 60_000

describeFarmOnBoth('The ledger and the recall of an entry', (open) => {
  test('tell who holds which revision, since when, and who came back', async () => {
    const clock = clockFrom()
    const farm = await open({ now: clock.now })
    const entry = await publishSheet(farm, 'Une scierie rouvre à Decize')
    const section = await sectionAt(farm, 'nievre')
    await comes(farm, { subscription: section, reader: 'Miniflux/2.2', at: clock.later(MINUTE) })
    clock.later(MINUTE)
    await correctSheet(farm, entry, 'La scierie de Decize rouvre')
    await comes(farm, { subscription: section, reader: 'FreshRSS/1.24', at: clock.later(MINUTE) })
    const places = await placesAt(farm, entry)
    expect(places.find((one) => one.kind === 'site' && one.site === 'nievre')).toMatchObject({
      ...{ holding: 'current', revision: 2 },
    })
    expect(places.find((one) => one.reader === 'Miniflux/2.2')).toMatchObject({
      ...{ kind: 'feed', format: 'rss', holding: 'behind', revision: 1, acknowledgedAt: null },
    })
    const fresh = places.find((one) => one.reader === 'FreshRSS/1.24')
    expect(fresh).toMatchObject({ holding: 'current', revision: 2, reads: 1 })
    expect(fresh?.acknowledgedAt).toBe(fresh?.fetchedAt)
    expect(places.some((one) => one.kind === 'search' && one.holding === 'current')).toBe(true)
    expect(places.filter((one) => one.kind === 'cache').map((one) => one.site)).toContain('nievre')
  })

  test('retract it at once, and close when the last reader came back', async () => {
    const clock = clockFrom()
    const farm = await open({ now: clock.now })
    const entry = await publishSheet(farm, 'Annonce à rappeler')
    const section = await sectionAt(farm, 'nievre')
    for (const reader of ['Miniflux/2.2', 'FreshRSS/1.24'])
      await comes(farm, { subscription: section, reader, at: clock.later(MINUTE) })
    await comes(farm, { subscription: section, reader: 'curl/8.5', at: clock.now() - 40 * 86_400_000 })
    const before = farm.epochs.current('site:nievre')
    clock.later(MINUTE)
    const nadia = await person(farm, 'nadia.belkacem')
    const done = await recall(farm, { entry, actor: nadia, reason: ' Information démentie ' })
    if (!done.ok) throw new Error(JSON.stringify(done.problems))
    expect((await farm.ports.entries.get(entry))?.state).toBe('withdrawn')
    expect((await farm.ports.entries.deliveries([entry])).every((one) => one.state !== 'live')).toBe(true)
    expect(farm.epochs.current('site:nievre')).toBeGreaterThan(before)
    const first = await statement(farm, done.value)
    expect(first.recall).toMatchObject({ reason: 'Information démentie', person: nadia.id, closedAt: null })
    const pending = first.places.filter((one) => one.confirmedAt === null)
    expect(pending.map((one) => [one.kind, one.name])).toEqual([
      ['feed', 'FreshRSS/1.24 rss'],
      ['feed', 'Miniflux/2.2 rss'],
    ])
    await comes(farm, { subscription: section, reader: 'FreshRSS/1.24', at: clock.later(MINUTE) })
    const second = await statement(farm, done.value)
    expect(second.places.filter((one) => one.confirmedAt === null)).toHaveLength(1)
    expect(second.recall.closedAt).toBeNull()
    await comes(farm, { subscription: section, reader: 'Miniflux/2.2', at: clock.later(MINUTE) })
    expect((await statement(farm, done.value)).recall.closedAt).not.toBeNull()
    const listed = await recallsFor(farm, { actor: nadia, limit: 10 })
    expect(listed[0]).toMatchObject({ id: done.value, title: 'Annonce à rappeler' })
    expect(listed[0]?.confirmed).toBe(listed[0]?.places)
  })

  test('name a reader who came just before, although that was told only after', async () => {
    const clock = clockFrom()
    const farm = await open({ now: clock.now })
    const entry = await publishSheet(farm, 'Lue à la dernière minute')
    const section = await sectionAt(farm, 'nievre')
    const at = clock.later(MINUTE)
    clock.later(1_000)
    const done = await recall(farm, { entry, actor: FARM, reason: 'erreur' })
    if (!done.ok) throw new Error(JSON.stringify(done.problems))
    expect((await statement(farm, done.value)).places.filter((one) => one.confirmedAt === null)).toEqual([])
    clock.later(1_000)
    await comes(farm, { subscription: section, reader: 'Miniflux/2.2', at })
    const { places, recall: found } = await statement(farm, done.value)
    expect(places.filter((one) => one.confirmedAt === null).map((one) => one.name)).toEqual(['Miniflux/2.2 rss'])
    expect(found.closedAt).toBeNull()
    await comes(farm, { subscription: section, reader: 'Miniflux/2.2', at: clock.later(MINUTE) })
    expect((await statement(farm, done.value)).recall.closedAt).not.toBeNull()
  })

  test('need a reason and a moderator, and something to recall', async () => {
    const farm = await open()
    const entry = await publishSheet(farm, 'Rien à rappeler')
    const author = await person(farm, 'lea.bonnard')
    const codes = async (asked: Parameters<typeof recall>[1]) => {
      const answer = await recall(farm, asked)
      return answer.ok ? [] : answer.problems.map((one) => one.code)
    }
    expect(await codes({ entry, actor: author, reason: 'erreur' })).toEqual(['not-allowed'])
    expect(await codes({ entry, actor: FARM, reason: '  ' })).toEqual(['reason-required'])
    expect(await codes({ entry: 1, actor: FARM, reason: 'erreur' })).toEqual(['unknown-entry'])
    expect(await codes({ entry, actor: FARM, reason: 'erreur' })).toEqual([])
    expect(await codes({ entry, actor: FARM, reason: 'erreur' })).toEqual(['not-published'])
    const stranger = await person(farm, 'maelle.legoff')
    expect(await ledger(farm, { entry, actor: stranger })).toMatchObject({ ok: false })
    const [mine] = await recallsFor(farm, { actor: FARM, entry, limit: 1 })
    expect(await recallStatement(farm, { recall: mine?.id ?? 0, actor: stranger })).toMatchObject({ ok: false })
    expect(await recallsFor(farm, { actor: stranger, limit: 10 })).toEqual([])
  })

  test('leave nothing half done when the entry moved on meanwhile', async () => {
    const farm = await open()
    const entry = await publishSheet(farm, 'Corrigée au même instant')
    const { entries, recalls } = farm.storage.tables
    const ports = {
      ...farm.ports,
      async commit(changes: Parameters<typeof farm.ports.commit>[0]) {
        await farm.storage.write(async ({ db }) => {
          await db.update(entries).set({ version: 99 }).where(eq(entries.id, entry))
        })
        return farm.ports.commit(changes)
      },
    }
    const answer = await recall({ ...farm, ports }, { entry, actor: FARM, reason: 'erreur' })
    expect(answer).toMatchObject({ ok: false, problems: [{ code: 'stale-version' }] })
    expect(await farm.storage.read.select().from(recalls)).toEqual([])
    expect((await farm.ports.entries.get(entry))?.state).toBe('published')
  })
})

function clockFrom() {
  let at = Date.now()
  return {
    now: () => at,
    later(ms: number) {
      at += ms
      return at
    },
  }
}

async function sectionAt(farm: Farm, site: string): Promise<number> {
  const { sites } = await farm.memory()
  return sites.subscriptions(site).find((one) => one.slug === 'revue-de-presse')?.id ?? 0
}

async function comes(farm: Farm, { at, ...who }: { subscription: number; reader: string; at: number }) {
  const read: FeedRead = { ...who, format: 'rss', firstAt: at, lastAt: at, count: 1 }
  await putFeedReads(farm.storage, [read])
  await settleReads(farm, [read])
}

async function placesAt(farm: Farm, entry: number) {
  const found = await ledger(farm, { entry, actor: FARM })
  if (!found.ok) throw new Error(JSON.stringify(found.problems))
  return found.value.places
}

async function statement(farm: Farm, id: number) {
  const found = await recallStatement(farm, { recall: id, actor: FARM })
  if (!found.ok) throw new Error(JSON.stringify(found.problems))
  return found.value
}
