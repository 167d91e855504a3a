import { describe, expect, it } from 'vitest'
import { countList } from '../../../farm/lists/count-list.ts'
import { firstEntries } from '../../../farm/lists/first-entries.ts'
import { listEntries } from '../../../farm/lists/list-entries.ts'
import type { ListRequest } from '../../../farm/lists/list-request.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { describeFarmOnBoth } from '../../farms.ts'

describeFarmOnBoth('lists', (open) => {
  describe('of a site with many services', () => {
    it('begin on the home page as they do on their own', async () => {
      const farm = await open()
      const from = farm.now()
      const lists = (await sections(farm)).map((id, i) => ({ ...LIST, subscription: id, upcoming: i % 2 === 0, from }))
      const first = await firstEntries(farm.storage, lists, 5)
      for (const list of lists) {
        const own = await listEntries(farm.storage, { ...list, subscriptions: [list.subscription], limit: 5 })
        expect(first.get(list.subscription) ?? []).toEqual(own.items)
      }
      expect(first.size).toBeGreaterThan(3)
    })

    it('count what they hold, with and without filters', async () => {
      const farm = await open()
      for (const id of await sections(farm)) {
        const request = { ...LIST, subscriptions: [id] }
        const { total, terms } = await countList(farm.storage, request)
        expect((await listEntries(farm.storage, { ...request, limit: 1_000 })).items).toHaveLength(total)
        const [term = '', held = 0] = [...terms].toSorted((a, b) => a[1] - b[1])[0] ?? []
        if (term === '') continue
        const narrowed = { ...request, terms: [term] }
        expect((await countList(farm.storage, narrowed)).total).toBe(held)
        expect((await listEntries(farm.storage, { ...narrowed, limit: 1_000 })).items).toHaveLength(held)
      }
    })

    it('show and count an entry of two services once', async () => {
      const farm = await open()
      const request = { ...LIST, subscriptions: await sections(farm, 'kiosque'), query: 'emploi' }
      const each = await Promise.all(
        request.subscriptions.map((one) =>
          listEntries(farm.storage, { ...request, subscriptions: [one], limit: 1_000 }),
        ),
      )
      const found = (await listEntries(farm.storage, { ...request, limit: 1_000 })).items.map((one) => one.entry.id)
      expect(found).toHaveLength(new Set(found).size)
      expect(each.flatMap((one) => one.items).length).toBeGreaterThan(found.length)
      const { total, terms } = await countList(farm.storage, request)
      expect(total).toBe(found.length)
      expect(Math.max(...terms.values())).toBeLessThanOrEqual(total)
    })

    it('page to their end and back without losing or repeating an entry', async () => {
      const farm = await open()
      for (const upcoming of [true, false]) {
        const request = { ...LIST, subscriptions: (await sections(farm)).slice(0, 1), upcoming, limit: 7 }
        const whole = (await listEntries(farm.storage, { ...request, limit: 1_000 })).items.map((one) => one.entry.id)
        const pages = [await listEntries(farm.storage, request)]
        for (let next = pages[0]?.next; next; next = pages.at(-1)?.next)
          pages.push(await listEntries(farm.storage, { ...request, after: next }))
        expect(pages.flatMap((page) => page.items.map((one) => one.entry.id))).toEqual(whole)
        const last = pages.at(-1)
        const back = await listEntries(farm.storage, { ...request, before: last?.previous ?? undefined })
        expect(back.items).toEqual(pages.at(-2)?.items)
      }
    })
  })
})

const LIST: ListRequest = { subscriptions: [], terms: [], query: '', upcoming: false, limit: 30 }

async function sections(farm: Farm, site = 'nievre'): Promise<number[]> {
  return (await farm.memory()).sites.subscriptions(site).map((one) => one.id)
}
