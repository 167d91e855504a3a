import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { listEntries } from '../../../farm/lists/list-entries.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { entryAsOf, pastSite } from '../../../farm/sites/as-of.ts'
import { changeSubscriptions } from '../../../farm/sites/change-subscriptions.ts'
import { countAsOf, listAsOf, type PastListRequest } from '../../../farm/sites/list-as-of.ts'
import { FARM, VISITOR } from '../../../pipeline/model/actor.ts'
import type { Subscription } from '../../../pipeline/model/site.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { correctSheet, publishSheet } from './published.ts'

const HOUR = 3_600_000

describeFarmOnBoth('A site as it was', (open) => {
  test('shows each list as the public saw it, after corrections, withdrawals and returns', async () => {
    let at = Date.now()
    const farm = await open({ now: () => at })
    const section = await sectionAt(farm)
    const seen: { readonly at: number; readonly titles: readonly string[] }[] = []
    const look = async () => {
      seen.push({ at, titles: await titlesNow(farm, section) })
      at += HOUR
    }
    await look()
    const first = await publishSheet(farm, 'La halle rouvre')
    const second = await publishSheet(farm, 'Le marché déménage')
    await look()
    await correctSheet(farm, first, 'La halle rouvre samedi')
    await look()
    await farm.withdraw({ entry: second, actor: FARM, reason: 'erreur' })
    await look()
    await publishSheet(farm, 'Un troisième titre')
    await correctSheet(farm, first, 'La halle a rouvert')
    await look()
    await correctSheet(farm, second, 'Le marché reste')
    await look()
    expect(new Set(seen.map((one) => one.titles.join()))).toHaveProperty('size', seen.length)
    for (const then of seen) expect(await titlesThen(farm, section, then.at + HOUR / 2)).toEqual(then.titles)
    const title = async (entry: number, step: number) => {
      const found = await entryAsOf(farm, { section, entry, at: (seen[step]?.at ?? 0) + 1 })
      return found?.values.title
    }
    expect(await title(first, 0)).toBeUndefined()
    expect(await title(first, 1)).toBe('La halle rouvre')
    expect(await title(first, 3)).toBe('La halle rouvre samedi')
    expect(await title(second, 2)).toBe('Le marché déménage')
    expect(await title(second, 3)).toBeUndefined()
    expect(await title(second, 5)).toBe('Le marché reste')
  })

  test('turns its pages by keyset, forth and back, filtered or not', async () => {
    let at = Date.now()
    const farm = await open({ now: () => at })
    const section = await sectionAt(farm)
    const entries: number[] = []
    for (const i of [1, 2, 3, 4, 5, 6, 7]) {
      at += 1_000
      entries.push(await publishSheet(farm, `Titre ${i}`))
    }
    const then = at + 500
    at += HOUR
    for (const entry of entries.filter((one) => one % 2 === 0))
      await farm.withdraw({ entry, actor: FARM, reason: 'erreur' })
    for (const terms of [[], ['theme:employment']]) {
      const request = { section, at: then, terms, query: '', upcoming: false, limit: 500 }
      const whole = await listAsOf(farm, request)
      expect(whole.items.map((one) => one.entry.title)).toEqual(expect.arrayContaining(['Titre 1', 'Titre 7']))
      const { forth, back } = await turned(farm, { ...request, limit: 3 })
      expect(forth).toEqual(whole.items.map((one) => one.entry.id))
      expect(back).toEqual(forth.slice(0, back.length))
      expect(await countAsOf(farm, request)).toMatchObject({ total: whole.items.length, partial: false })
    }
  })

  test('opens to its own staff alone, with the services it had', async () => {
    const farm = await open()
    const at = Date.now() - HOUR
    const codes = async (login: string) =>
      (await pastSite(farm, { site: 'nievre', actor: await person(farm, login), at })).ok
    expect(await codes('nadia.belkacem')).toBe(true)
    expect(await codes('sylvie.rollin')).toBe(true)
    expect(await codes('lea.bonnard')).toBe(false)
    expect(await codes('maelle.legoff')).toBe(false)
    expect((await pastSite(farm, { site: 'nievre', actor: VISITOR, at })).ok).toBe(false)
    const before = await pastSite(farm, { site: 'nievre', actor: FARM, at })
    const had = (await farm.memory()).sites.subscriptions('nievre')
    expect(before.ok && before.value).toMatchObject({ services: had, untold: [] })
    await changeSubscriptions(farm, { actor: FARM, site: 'nievre', services: had.slice(1) })
    await changeSubscriptions(farm, { actor: FARM, site: 'nievre', services: had.slice(2) })
    const after = await pastSite(farm, { site: 'nievre', actor: FARM, at })
    expect(after.ok && after.value).toMatchObject({ services: had, untold: [] })
  })

  test('is read along the list indexes', async () => {
    const farm = await open()
    if (farm.storage.dialect !== 'sqlite') return
    const plan = async (from: string, keyset: string) => {
      const rows = await farm.storage.read.all<{ detail: string }>(
        sql.raw(`explain query plan select * from ${from} where ${keyset} order by sort_at desc, entry desc limit 31`),
      )
      return rows.map((row) => row.detail).join('\n')
    }
    const beyond = '(sort_at, entry) < (1, 2)'
    const spans = await plan('delivery_spans', `subscription = 1 and from_at <= 5 and until_at > 5 and ${beyond}`)
    expect(spans).toMatch(/delivery_spans_list \(subscription=\? AND \(sort_at,entry\)<\(\?,\?\)\)/)
    const live = await plan('deliveries', `subscription = 1 and state = 'live' and revision_since <= 5 and ${beyond}`)
    expect(live).toMatch(/deliveries_list \(subscription=\? AND state=\? AND \(sort_at,entry\)<\(\?,\?\)\)/)
    expect(spans + live).not.toMatch(/TEMP B-TREE/)
  })
})

async function sectionAt(farm: Farm): Promise<Subscription> {
  const { sites } = await farm.memory()
  return sites.subscriptions('nievre').find((one) => one.slug === 'revue-de-presse') ?? expect.fail('no such section')
}

async function titlesNow(farm: Farm, section: Subscription): Promise<readonly string[]> {
  const request = { subscriptions: [section.id], terms: [], query: '', upcoming: false, limit: 500 }
  return (await listEntries(farm.storage, request)).items.map((one) => one.entry.title)
}

async function titlesThen(farm: Farm, section: Subscription, at: number): Promise<readonly string[]> {
  const page = await listAsOf(farm, { section, at, terms: [], query: '', upcoming: false, limit: 500 })
  return page.items.map((one) => one.entry.title)
}

async function turned(farm: Farm, request: PastListRequest) {
  const forth: number[] = []
  let page = await listAsOf(farm, request)
  for (;;) {
    forth.push(...page.items.map((one) => one.entry.id))
    if (!page.next) break
    page = await listAsOf(farm, { ...request, after: page.next })
  }
  let back: number[] = []
  while (page.previous) {
    page = await listAsOf(farm, { ...request, before: page.previous })
    back = [...page.items.map((one) => one.entry.id), ...back]
  }
  return { forth, back }
}
