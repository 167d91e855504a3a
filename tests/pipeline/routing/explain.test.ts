import { describe, expect, it } from 'vitest'
import type { Condition } from '../../../pipeline/model/condition.ts'
import type { Delivery, DeliveryState } from '../../../pipeline/model/delivery.ts'
import type { EntryState } from '../../../pipeline/model/entry.ts'
import { askedServiceTypes, askedTerritories } from '../../../pipeline/routing/asked.ts'
import { type Explanation, explain, failures } from '../../../pipeline/routing/explain.ts'
import { find } from '../../../pipeline/routing/match.ts'
import { aKind, anEntry, aSite, aSubscription, trees } from './small-network.ts'

const asker = { organisation: 'nievre', trees }
const here: Condition = { all: [{ service_type: ['news'] }, { territory: ['departement:58'] }] }
const elsewhere: Condition = { all: [{ service_type: ['news'] }, { territory: ['region:53'] }] }

/** Asked, state of the entry, its delivery to this section, and what stands in the way. */
const CASES: readonly [Condition, EntryState, DeliveryState | null, Explanation['obstacle']][] = [
  [here, 'published', 'live', null],
  [here, 'published', 'pending', 'waits-for-confirmation'],
  [here, 'published', 'excluded', 'excluded-here'],
  [here, 'published', null, 'being-routed'],
  [here, 'published', 'retracted', 'being-routed'],
  [here, 'submitted', null, 'not-published'],
  [here, 'scheduled', null, 'not-published'],
  [here, 'withdrawn', 'retracted', 'not-published'],
  [here, 'withdrawn', 'excluded', 'not-published'],
  [here, 'expired', 'retracted', 'not-published'],
  [elsewhere, 'published', null, 'conditions'],
  [elsewhere, 'draft', null, 'conditions'],
]

describe('Why here, why not there', () => {
  it.each(CASES)('%j, %s, delivered %s: %s', (when, state, delivered, obstacle) => {
    const explanation = explained({ when, state, delivered })
    expect(explanation).toMatchObject({ obstacle, delivery: delivered, shown: obstacle === null })
    expect(explanation.finding).toEqual(find(anEntry(), when, asker))
  })

  it('keeps a private kind off a public site before anything else, and lets it on a private one', () => {
    const about = { when: elsewhere, state: 'draft', delivered: null, kind: 'private' } as const
    expect(explained(about).obstacle).toBe('private-kind-on-public-site')
    const workshop = { ...about, when: here, state: 'published', delivered: 'live', site: 'private' } as const
    expect(explained(workshop)).toMatchObject({ obstacle: null, shown: true })
  })

  it('says when the site itself decided, as long as the entry may come there', () => {
    const touch = { entry: 1, subscription: 1, site: 'site', pin: null, fields: {}, clashes: [], person: null, at: 0 }
    const held = [{ ...delivery('live'), touch: { ...touch, hold: 'reintroduced' } as const }]
    const about = { state: 'published', serviceType: aKind('news'), trees, deliveries: held } as const
    const why = (when: Condition, organisation: string) =>
      explain({ subscription: aSubscription(when), site: aSite() }, { ...about, routable: anEntry({ organisation }) })
    expect(why(elsewhere, 'nievre')).toMatchObject({ shown: true, obstacle: null, touch: 'reintroduced-here' })
    expect(why(here, 'nievre')).toMatchObject({ shown: true, touch: null })
    expect(why(elsewhere, 'bretagne')).toMatchObject({ shown: false, obstacle: 'no-pact' })
  })

  it('looks at the delivery of this section, not of another', () => {
    const other = { ...delivery('live'), subscription: 2 }
    const subscribed = { subscription: aSubscription(here), site: aSite() }
    const about = { routable: anEntry(), state: 'published', serviceType: aKind('news'), trees } as const
    expect(explain(subscribed, { ...about, deliveries: [other] })).toMatchObject({ delivery: null, shown: false })
  })
})

describe('What failed', () => {
  const failed = (when: Condition) => failures(find(anEntry(), when, asker)).map((one) => one.condition)

  it('is nothing where the request holds', () => {
    expect(failed(here)).toEqual([])
  })

  it('is one condition for a near miss, however deep the groups', () => {
    expect(failed(elsewhere)).toEqual(['territory'])
    expect(failed({ all: [{ all: [{ language: ['fr'] }, { theme: ['training'] }] }, here] })).toEqual(['theme'])
  })

  it('is every failed condition of a group of all', () => {
    expect(failed({ all: [{ language: ['en'] }, { theme: ['training'] }, here] })).toEqual(['language', 'theme'])
  })

  it('is the whole group where any or none of its parts was asked', () => {
    expect(failed({ all: [here, { any: [{ language: ['en'] }, { theme: ['training'] }] }] })).toEqual(['any'])
    expect(failed({ none: [{ language: ['fr'] }] })).toEqual(['none'])
  })
})

describe('What a request names', () => {
  const when: Condition = {
    all: [
      { any: [{ service_type: ['news', 'event'] }, { territory: ['departement:58'] }] },
      { none: [{ service_type: ['watch'] }, { territory: ['departement:89'] }] },
      { service_type: ['news'] },
    ],
  }

  it('is each kind and place once, and none that it forbids', () => {
    expect(askedServiceTypes(when)).toEqual(['news', 'event'])
    expect(askedTerritories(when)).toEqual(['departement:58'])
  })
})

function explained(about: {
  readonly when: Condition
  readonly state: EntryState
  readonly delivered: DeliveryState | null
  readonly kind?: 'private'
  readonly site?: 'private'
}): Explanation {
  const { when, state, delivered, kind = 'public', site = 'public' } = about
  const subscribed = { subscription: aSubscription(when), site: aSite({ visibility: site }) }
  const serviceType = aKind('news', { visibility: kind })
  const deliveries = delivered === null ? [] : [delivery(delivered)]
  return explain(subscribed, { routable: anEntry(), state, serviceType, trees, deliveries })
}

function delivery(state: DeliveryState): Delivery {
  return { entry: 1, subscription: 1, site: 'site', state, revision: 1, since: 0, updatedAt: 0, revisionSince: 0 }
}
