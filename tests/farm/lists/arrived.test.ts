import { beforeAll, expect, it } from 'vitest'
import { listEntries } from '../../../farm/lists/list-entries.ts'
import type { Cursor, ListRequest } from '../../../farm/lists/list-request.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { makeVisit } from '../../../farm/web/make-visit.ts'
import { sectionExport } from '../../../farm/web/portal/section-export.ts'
import { describeFarmOnBoth } from '../../farms.ts'

describeFarmOnBoth('A list of dates, or of names, that is followed', (open) => {
  let farm: Farm
  beforeAll(async () => {
    farm = await open()
  })

  async function published(path: string): Promise<readonly number[]> {
    const url = new URL(`http://nievre.localhost${path}`)
    const arrival = { farm, host: url.hostname, origin: url.origin, protocol: 'http', clientIp: '127.0.0.1' } as const
    const found = await sectionExport(await makeVisit(arrival, url), url)
    return (await Array.fromAsync(found?.list.entries ?? [])).map(({ publishedAt }) => publishedAt)
  }

  it.each(['/agenda.rss', '/agenda.atom', '/agenda.feed.json?theme=employment', '/annuaire.atom'])(
    'tells in %s what came last first',
    async (path) => {
      const instants = await published(path)
      expect(instants.length).toBeGreaterThan(3)
      expect(instants).toEqual(instants.toSorted((a, b) => b - a))
    },
  )

  it('keeps the order of its page in a table', async () => {
    const instants = await published('/agenda.csv')
    expect(instants).not.toEqual(instants.toSorted((a, b) => b - a))
  })

  it('comes in pages, there and back, that hold each entry once', async () => {
    const { sites } = await farm.memory()
    const section = sites.subscriptions('nievre').find(({ slug }) => slug === 'agenda')
    const from = farm.now() - 86_400_000
    const asked: ListRequest = {
      ...{ subscriptions: [section?.id ?? 0], terms: [], query: '', upcoming: true, from, arrived: true, limit: 3 },
    }
    const whole = (await listEntries(farm.storage, { ...asked, limit: 500 })).items.map(({ entry }) => entry.id)
    expect(whole.length).toBeGreaterThan(7)
    const [forth, back]: [number[], number[]] = [[], []]
    let cursor: Cursor | null | undefined
    let last: Cursor | null = null
    do {
      const page = await listEntries(farm.storage, { ...asked, after: cursor ?? undefined })
      forth.push(...page.items.map(({ entry }) => entry.id))
      last = page.previous
      cursor = page.next
    } while (cursor)
    expect(forth).toEqual(whole)
    while (last) {
      const page = await listEntries(farm.storage, { ...asked, before: last })
      back.unshift(...page.items.map(({ entry }) => entry.id))
      last = page.previous
    }
    expect(back).toEqual(whole.slice(0, back.length))
    expect(whole.length - back.length).toBeLessThanOrEqual(3)
  })
})
