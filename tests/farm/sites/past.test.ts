import fc from 'fast-check'
import { expect, it } from 'vitest'
import { asArranged } from '../../../farm/lists/as-arranged.ts'
import { countList } from '../../../farm/lists/count-list.ts'
import { listEntries } from '../../../farm/lists/list-entries.ts'
import type { Listed } from '../../../farm/lists/listed.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { entryAsOf, pastSite } from '../../../farm/sites/as-of.ts'
import { countAsOf, listAsOf } from '../../../farm/sites/list-as-of.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Subscription } from '../../../pipeline/model/site.ts'
import { describeFarmOnBoth } from '../../farms.ts'
import type { Life } from '../../pipeline/routing/random-life.ts'
import { prepareRules } from '../../pipeline/routing/random-rules.ts'
import { pastCourses, playPast } from './random-past.ts'

const SITE = 'nievre'
const MINUTE = 60_000
// Nothing asked, words as they are typed, a subject: what a reader may ask of any list.
const ASKED = [
  { terms: [], query: '' },
  { terms: [], query: 'fiche mot' },
  { terms: ['theme:employment'], query: '' },
]

interface Seen {
  readonly at: number
  readonly services: readonly Subscription[]
  readonly lists: readonly Showing[][]
}

describeFarmOnBoth('Whatever happens to a site', (open) => {
  it('is told of each moment as the public saw it then: entries, pins, own words, transforms, filters and search', async () => {
    let now = Date.now()
    const farm = await open({ now: () => now })
    const wait = (ms: number) => {
      now += ms
    }
    await prepareRules(farm)
    await fc.assert(
      fc.asyncProperty(pastCourses, async (steps) => {
        const life: Life = { entries: [], excluded: new Set(), confirmed: new Set() }
        const seen: Seen[] = []
        for (const step of steps) {
          wait(MINUTE)
          await playPast(farm, { life, site: SITE, step, wait })
          seen.push(await look(farm, now))
        }
        wait(MINUTE)
        for (const then of seen) await lookBack(farm, then)
      }),
      { numRuns: 4 },
    )
  }, 180_000)
})

// The other sections hold none of what happens here.
function askedOf({ when }: Subscription): readonly (typeof ASKED)[number][] {
  return /news|press-review/.test(JSON.stringify(when)) ? ASKED : []
}

interface Showing {
  readonly rows: readonly unknown[]
  readonly total: number | null
  readonly terms: Readonly<Record<string, number>>
}

async function look(farm: Farm, at: number): Promise<Seen> {
  const services = (await farm.memory()).sites.subscriptions(SITE)
  const lists = await Promise.all(
    services.map((one) => Promise.all(askedOf(one).map((asked) => showing(farm, one, asked)))),
  )
  return { at, services, lists }
}

async function showing(farm: Farm, section: Subscription, asked: (typeof ASKED)[number]): Promise<Showing> {
  const knowledge = await farm.memory()
  const { order, limit: most } = section.arrangement ?? {}
  const pins = asked.query === '' ? { pinsOf: SITE } : {}
  const request = { ...asked, ...pins, subscriptions: [section.id], upcoming: false, order, most, limit: 300 }
  const [{ items }, counts] = await Promise.all([
    listEntries(farm.storage, request),
    // A search counts what is pinned like the rest; its list ends where the section does.
    countList(farm.storage, request),
  ])
  const rows = items.map((one) => rowOf(asArranged(one, { arrangement: section.arrangement, knowledge })))
  return { rows, total: counts.total, terms: Object.fromEntries([...counts.terms].sort()) }
}

function rowOf({ entry, values }: Pick<Listed, 'entry' | 'values'>) {
  return { entry: entry.id, title: entry.title, values }
}

async function lookBack(farm: Farm, then: Seen): Promise<void> {
  const at = then.at + MINUTE / 2
  const past = await pastSite(farm, { site: SITE, actor: FARM, at })
  if (!past.ok) throw new Error(JSON.stringify(past.problems))
  expect(past.value).toMatchObject({ services: then.services, untold: [] })
  for (const [i, section] of then.services.entries()) {
    const { order, limit: most } = section.arrangement ?? {}
    for (const [j, asked] of askedOf(section).entries()) {
      const request = { ...asked, section, at, upcoming: false, order, most, limit: 300 }
      const [{ items }, counts] = await Promise.all([listAsOf(farm, request), countAsOf(farm, request)])
      const told = { rows: items.map(rowOf), total: counts.total, terms: Object.fromEntries([...counts.terms].sort()) }
      expect(told, `${section.slug} ${JSON.stringify(asked)}`).toEqual(then.lists[i]?.[j])
    }
    const [first] = then.lists[i]?.[0]?.rows ?? []
    if (first === undefined) continue
    const found = await entryAsOf(farm, { section, entry: idOf(first), at })
    expect(found && rowOf(found)).toEqual(first)
  }
}

function idOf(row: unknown): number {
  return typeof row === 'object' && row !== null && 'entry' in row ? Number(row.entry) : 0
}
