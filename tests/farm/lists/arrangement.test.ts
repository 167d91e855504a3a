import { expect, it } from 'vitest'
import { asArranged } from '../../../farm/lists/as-arranged.ts'
import { countList } from '../../../farm/lists/count-list.ts'
import { firstEntries } from '../../../farm/lists/first-entries.ts'
import { listEntries } from '../../../farm/lists/list-entries.ts'
import type { ListRequest } from '../../../farm/lists/list-request.ts'
import type { Listed } from '../../../farm/lists/listed.ts'
import { changeSubscriptions } from '../../../farm/sites/change-subscriptions.ts'
import { fold } from '../../../pipeline/model/fold.ts'
import type { Arrangement } from '../../../pipeline/model/site.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'

describeFarmOnBoth('A section laid out by its site', (open) => {
  it('stands by title, page by page, the same forwards and backwards', async () => {
    const { storage, section } = await bigSection(open)
    const request: ListRequest = { ...plain(section), order: 'title', limit: 7 }
    const whole = await listEntries(storage, { ...request, limit: 500 })
    const titles = titlesOf(whole.items)
    const words = titles.map((title) => fold(title).split(' ')[0] ?? '')
    expect(words).toEqual(words.toSorted())
    const first = await listEntries(storage, request)
    const next = await listEntries(storage, { ...request, after: first.next ?? expect.fail() })
    expect(titlesOf([...first.items, ...next.items])).toEqual(titles.slice(0, 14))
    const back = await listEntries(storage, { ...request, before: next.previous ?? expect.fail() })
    expect(titlesOf(back.items)).toEqual(titles.slice(0, 7))
    const heads = await firstEntries(storage, [{ subscription: section, upcoming: false, order: 'title' }], 5)
    expect(titlesOf(heads.get(section) ?? [])).toEqual(titles.slice(0, 5))
  })

  it('ends after its first ones, whatever is asked of them and on whatever page', async () => {
    const { storage, section } = await bigSection(open)
    const newest = titlesOf((await listEntries(storage, { ...plain(section), limit: 500 })).items)
    const request: ListRequest = { ...plain(section), most: 10, limit: 7 }
    const first = await listEntries(storage, request)
    const next = await listEntries(storage, { ...request, after: first.next ?? expect.fail() })
    expect(titlesOf([...first.items, ...next.items])).toEqual(newest.slice(0, 10))
    expect(next.next).toBeNull()
    expect((await countList(storage, request)).total).toBe(10)
    const oldest = await listEntries(storage, { ...request, order: 'oldest', limit: 20 })
    expect(titlesOf(oldest.items)).toEqual(newest.toReversed().slice(0, 10))
    const heads = await firstEntries(storage, [{ subscription: section, upcoming: false, most: 3 }], 5)
    expect(titlesOf(heads.get(section) ?? [])).toEqual(newest.slice(0, 3))
  })

  it('keeps what was declared of it when saved, refuses what makes no sense, and hands its entries on changed', async () => {
    const { farm, site, section } = await bigSection(open)
    const actor = await person(farm, 'camille.ferrand')
    const save = async (arrangement: Arrangement) => {
      const services = (await farm.memory()).sites.subscriptions(site)
      const drafts = services.map((one) => (one.id === section ? { ...one, arrangement } : one))
      return changeSubscriptions(farm, { actor, site, services: drafts })
    }
    const arrangement: Arrangement = {
      order: 'title',
      limit: 12,
      transforms: [{ mention: '[{organisation}]' }, { shorten: 'title', to: 20 }],
    }
    expect(await save(arrangement)).toMatchObject({ ok: true })
    const knowledge = await farm.memory()
    const kept = knowledge.sites.subscriptions(site).find((one) => one.id === section)
    expect(kept?.arrangement).toEqual(arrangement)
    const [listed = expect.fail()] = (await listEntries(farm.storage, { ...plain(section), limit: 1 })).items
    const shown = asArranged(listed, { arrangement: kept?.arrangement, knowledge })
    expect(shown.entry.title.length).toBeLessThanOrEqual(21)
    expect(
      Object.values(shown.values).filter((one) => typeof one === 'string' && /^(?:<p>)?\[.+\]/.test(one)),
    ).toHaveLength(1)
    expect(listed.values.title).toBe(listed.entry.title)
    const wrong: Arrangement = {
      limit: 0,
      transforms: [{ drop: 'title' }, { shorten: 'nonsense', to: 50 }, { map_theme: 'x', to: 'y' }],
    }
    const refused = await save(wrong)
    expect(refused.ok ? [] : refused.problems.map((one) => one.code)).toEqual(
      expect.arrayContaining(['not-a-limit', 'title-stays', 'field-of-no-kind', 'unknown-theme']),
    )
  })
})

async function bigSection(open: Parameters<Parameters<typeof describeFarmOnBoth>[1]>[0]) {
  const farm = await open()
  const memory = await farm.memory()
  let best = { site: '', section: 0, total: 0 }
  for (const { site, subscription } of memory.subscriptions.all()) {
    const upcoming = 'all' in subscription.when && JSON.stringify(subscription.when).includes('event')
    if (upcoming) continue
    const { total } = await countList(farm.storage, plain(subscription.id))
    if (total > best.total && total < 400) best = { site: site.id, section: subscription.id, total }
  }
  expect(best.total).toBeGreaterThan(20)
  return { farm, storage: farm.storage, ...best }
}

function plain(subscription: number) {
  return { subscriptions: [subscription], terms: [], query: '', upcoming: false, limit: 30 }
}

function titlesOf(items: readonly Listed[]): string[] {
  return items.map((one) => one.entry.title)
}
