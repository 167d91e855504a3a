import { expect, it } from 'vitest'
import { changeSubscriptions } from '../../../farm/sites/change-subscriptions.ts'
import { conditionOf } from '../../../farm/sites/standard-condition.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { movedBy } from '../sites/moved-by.ts'
import { publishSheet } from '../sites/published.ts'
import { apiClient } from './api-client.ts'

const LIST = '/sites/nievre/services/revue-de-presse/entries'

describeFarmOnBoth('A list read through the API', (open) => {
  const client = apiClient(open)

  it('is read to its end without losing or repeating an entry, whatever is written meanwhile', async () => {
    const { ask, farm } = client()
    const whole: number[] = (await ask(`${LIST}?limit=200`)).json.items.map(({ id }: { id: number }) => id)
    const read: number[] = []
    let cursor: string | null = ''
    for (let page = 0; cursor !== null; page += 1) {
      const asked: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const { json } = await ask(`${LIST}?limit=4${asked}`)
      read.push(...json.items.map(({ id }: { id: number }) => id))
      cursor = json.next
      // Something new before what was read, and something gone after it.
      await publishSheet(farm, `Une annonce venue pendant la lecture, ${page}`)
      const gone = whole.findLast((id) => !read.includes(id) && id !== whole.at(-1))
      if (page === 1 && gone) {
        await client().farm.withdraw({ entry: gone, actor: { kind: 'farm' }, reason: 'Démentie' })
        whole.splice(whole.indexOf(gone), 1)
      }
    }
    expect(new Set(read).size).toBe(read.length)
    expect(read.filter((id) => whole.includes(id))).toEqual(whole)
  })

  it('is asked for some days, both included, and says what it cannot read of them', async () => {
    const { ask } = client()
    const days = async (query: string): Promise<string[]> => {
      const { json } = await ask(`${LIST}?limit=200&${query}`)
      return json.items.map((one: { values: { source_date?: string } }) => one.values.source_date ?? '')
    }
    const all = await days('')
    const known = [...new Set(all)].sort()
    const [from = '', to = ''] = [known.at(2), known.at(-3)]
    const found = await days(`from=${from}&to=${to}`)
    expect(found).toContain(to)
    expect(found).toEqual(all.filter((day) => day >= from && day <= to))
    expect(all.length).toBeGreaterThan(found.length)
    for (const query of ['from=hier', 'from=2026-02-30', 'to=2026-11-01&from=2026-11-02']) {
      const refused = await ask(`${LIST}?${query}`)
      expect([refused.status, refused.json.code], query).toEqual([400, 'bad-parameter'])
    }
    expect((await ask(`${LIST}?updatedSince=2026-11-01&from=2026-11-01`)).json.code).toBe('not-together')
  })

  it('tells of an entry that left because the section asks for something else now', async () => {
    const { ask, farm } = client()
    const { sites } = await farm.memory()
    const section = sites.subscriptions('nievre').find(({ slug }) => slug === 'revue-de-presse')
    const entry = await publishSheet(farm, 'Une annonce qui change de rubrique')
    const since = encodeURIComponent(new Date(farm.now() - 60_000).toISOString())
    expect((await ask(`${LIST}?updatedSince=${since}&limit=200`)).text).toContain('change de rubrique')
    const when = conditionOf({
      ...{ kinds: ['press-review'], themes: [], relation: 'within', origins: ['own', 'below', 'above'] },
      ...{ territories: ['commune:58194'] },
    })
    const actor = await person(farm, 'thomas.jacquet')
    const services = sites.subscriptions('nievre').map((one) => (one.id === section?.id ? { ...one, when } : one))
    const changed = await changeSubscriptions(farm, { actor, site: 'nievre', services })
    if (!changed.ok) throw new Error(JSON.stringify(changed.problems))
    await movedBy(farm, changed.value)
    const { json } = await ask(`${LIST}?updatedSince=${since}&limit=200`)
    expect(json.deleted.map(({ id }: { id: number }) => id)).toContain(entry)
    expect(json.items.map(({ id }: { id: number }) => id)).not.toContain(entry)
  })
})
