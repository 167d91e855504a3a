import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Condition, OriginRule } from '../../../pipeline/model/condition.ts'
import type { Site } from '../../../pipeline/model/site.ts'
import { accessOf } from '../../../pipeline/routing/access.ts'
import { explain, failures } from '../../../pipeline/routing/explain.ts'
import type { Finding } from '../../../pipeline/routing/finding.ts'
import { find, match } from '../../../pipeline/routing/match.ts'
import type { Routable } from '../../../pipeline/routing/routable.ts'
import { admits, indexSubscriptions, type Subscribed } from '../../../pipeline/routing/subscription-index.ts'
import {
  aKind,
  anEntry,
  aSite,
  aSubscription,
  KINDS,
  NOW,
  ORGANISATIONS,
  TERRITORIES,
  THEMES,
  trees,
} from './small-network.ts'

const some = (values: readonly string[], maxLength = 3) => fc.uniqueArray(fc.constantFrom(...values), { maxLength })

const entries: fc.Arbitrary<Routable> = fc.record({
  serviceType: fc.constantFrom(...KINDS),
  organisation: fc.constantFrom(...ORGANISATIONS, 'stranger'),
  language: fc.constantFrom('fr', 'en'),
  themes: some([...THEMES, 'unknown']),
  territories: some([...TERRITORIES, 'commune:00000']),
  values: fc.record({
    contract: fc.constantFrom('cdi', 'cdd', null),
    places: fc.constantFrom(0, 12, 40, null),
    pay: fc.constantFrom({ amount: 180_000, max: 220_000, currency: 'EUR' }, null),
    deadline: fc.constantFrom('2026-11', '2026-11-21', '2027', null),
    where: fc.constantFrom({ lat: 47.46, lon: 3.52 }, null),
  }),
  publishedAt: fc.constantFrom(null, NOW - 40 * 86_400_000, NOW - 3 * 86_400_000),
  now: fc.constant(NOW),
})

const origins = fc.constantFrom<OriginRule>('own', 'below', 'above', 'network', 'granted', 'organisation:partner')

const { condition: conditions } = fc.letrec<{ condition: Condition }>((tie) => {
  const parts = fc.array(tie('condition'), { maxLength: 3 })
  return {
    condition: fc.oneof(
      { maxDepth: 3 },
      fc.record({ service_type: some(KINDS) }),
      fc.record({ theme: some(THEMES), exactly: fc.boolean() }),
      fc.record({ territory: some(TERRITORIES), relation: fc.constantFrom('within', 'covering', 'either') }),
      fc.record({ territory: some(TERRITORIES) }),
      fc.record({ origin: fc.uniqueArray(origins, { maxLength: 2 }) }),
      fc.record({ language: some(['fr', 'en', 'br']) }),
      fc.record({
        near: fc.constantFrom('commune:58079', 'commune:29019', 'region:27'),
        km: fc.constantFrom(1, 30, 900),
      }),
      fc.record({ published: fc.constantFrom({ within_days: 10 }, { before_days: 10, at_most: 'today' }) }),
      fc.record({ field: fc.constant('contract'), is: some(['cdi', 'cdd', 'stage']) }),
      fc.record({ field: fc.constantFrom('places', 'pay'), at_least: fc.constantFrom(0, 30, 2000) }),
      fc.record({
        field: fc.constant('deadline'),
        at_most: fc.constantFrom('today', '2026-12-31'),
        filled: fc.boolean(),
      }),
      fc.record({ all: parts }),
      fc.record({ any: parts }),
      fc.record({ none: parts }),
    ),
  }
})

const sites: fc.Arbitrary<Site> = fc
  .record({ organisation: fc.constantFrom(...ORGANISATIONS), visibility: fc.constantFrom('public', 'private') })
  .map(aSite)

const subscriptions: fc.Arbitrary<readonly Subscribed[]> = fc
  .array(fc.record({ when: conditions, site: sites }), { maxLength: 30 })
  .map((all) => all.map(({ when, site }, id) => ({ site, subscription: aSubscription(when, { id }) })))

const kinds = new Map(KINDS.map((id) => [id, aKind(id, { visibility: id === 'watch' ? 'private' : 'public' })]))
const kindOf = ({ serviceType }: Routable) => kinds.get(serviceType) ?? aKind(serviceType)

describe('The subscription index', () => {
  it('finds exactly the subscriptions that a look at every one of them finds', () => {
    fc.assert(
      fc.property(entries, subscriptions, (entry, all) => {
        const bySight = all.filter(
          (one) =>
            admits(one, kindOf(entry)) &&
            match(entry, one.subscription.when, { organisation: one.site.organisation, trees }) &&
            accessOf(entry, { organisation: one.site.organisation, trees }) !== null,
        )
        const found = indexSubscriptions(all, trees).matching(entry, kindOf(entry))
        expect(ids(found)).toEqual(ids(bySight))
      }),
      { numRuns: 400 },
    )
  })

  it('never brings a private kind to a public site, whatever is asked', () => {
    fc.assert(
      fc.property(entries, subscriptions, (entry, all) => {
        const found = indexSubscriptions(all, trees).matching(
          { ...entry, serviceType: 'watch' },
          kindOf({ ...entry, serviceType: 'watch' }),
        )
        expect(found.filter(({ site }) => site.visibility === 'public')).toEqual([])
      }),
    )
  })

  it('gives the sections of a site in their order', () => {
    const all = [2, 0, 1].map((position) => ({
      site: aSite(),
      subscription: aSubscription({ all: [] }, { id: position + 10, position }),
    }))
    const index = indexSubscriptions(all, trees)
    expect(index.ofSite('site').map((one) => one.id)).toEqual([10, 11, 12])
    expect(index.ofSite('elsewhere')).toEqual([])
    expect(index.get(11)?.subscription.position).toBe(1)
  })
})

describe('An explanation', () => {
  it('says yes exactly where the index routes', () => {
    fc.assert(
      fc.property(entries, subscriptions, (entry, all) => {
        const routed = new Set(ids(indexSubscriptions(all, trees).matching(entry, kindOf(entry))))
        const about = {
          routable: entry,
          state: 'published',
          serviceType: kindOf(entry),
          trees,
          deliveries: [],
        } as const
        for (const one of all) {
          const asked = explain(one, about).obstacle === 'being-routed'
          expect(asked).toBe(routed.has(one.subscription.id))
        }
      }),
      { numRuns: 200 },
    )
  })

  it('has something that failed exactly where nothing is routed, and every part of a finding agrees with its group', () => {
    fc.assert(
      fc.property(entries, conditions, fc.constantFrom(...ORGANISATIONS), (entry, when, organisation) => {
        const finding = find(entry, when, { organisation, trees })
        expect(failures(finding).length === 0).toBe(finding.held)
        expect(failures(finding).every((one) => !one.held)).toBe(true)
        expect(coherent(finding)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('The usual entry', () => {
  it('is met on the shelf of each of its wider places', () => {
    const all = TERRITORIES.map((key, id) => ({
      site: aSite(),
      subscription: aSubscription({ territory: [key] }, { id }),
    }))
    const found = indexSubscriptions(all, trees).matching(anEntry(), aKind('news'))
    expect(found.map(({ subscription: { when } }) => when)).toHaveLength(
      trees.gazetteer.ancestors('commune:58079').length,
    )
  })
})

function ids(all: readonly Subscribed[]): number[] {
  return all.map((one) => one.subscription.id).sort((a, b) => a - b)
}

function coherent({ held, condition, parts, by }: Finding): boolean {
  if (!parts) return held === (by !== undefined)
  const yes = parts.filter((part) => part.held).length
  const expected = condition === 'all' ? yes === parts.length : condition === 'any' ? yes > 0 : yes === 0
  return held === expected && parts.every(coherent)
}
