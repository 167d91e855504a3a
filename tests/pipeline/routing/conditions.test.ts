import { describe, expect, test } from 'vitest'
import type { Condition } from '../../../pipeline/model/condition.ts'
import { accessOf } from '../../../pipeline/routing/access.ts'
import { find, match } from '../../../pipeline/routing/match.ts'
import { kilometres } from '../../../pipeline/routing/near.ts'
import type { Routable } from '../../../pipeline/routing/routable.ts'
import { routableOf } from '../../../pipeline/terms.ts'
import { declaredType } from '../intake/declared-types.ts'
import { anEntry, NOW, trees } from './small-network.ts'

const DAY = 86_400_000

function held(when: Condition, more: Partial<Routable> = {}, organisation = 'nievre'): boolean {
  return match(anEntry(more), when, { organisation, trees })
}

describe('A confidential field', () => {
  test('is nothing a request may ask about: what stands on a site would tell of it', () => {
    const values = { title: 'Un profil', phone: '+33386000000' }
    const about = { organisation: 'nievre', language: 'fr', publishedAt: NOW, now: NOW }
    const profile = routableOf(declaredType('candidate'), values, about)
    const asks = (when: Condition) => match(profile, when, { organisation: 'nievre', trees })
    expect(asks({ field: 'title', filled: true })).toBe(true)
    expect(asks({ field: 'phone', filled: true })).toBe(false)
    expect(asks({ field: 'phone', contains: '386' })).toBe(false)
  })
})

describe('A radius', () => {
  test('holds for a commune within it, as the crow flies, and says how far', () => {
    const asked = { near: 'commune:58194', km: 60 } as const
    const finding = find(anEntry(), asked, { organisation: 'nievre', trees })
    expect(finding).toMatchObject({ held: true, km: 60, by: { has: 'commune:58079', asked: 'commune:58194' } })
    expect(finding.distance).toBeCloseTo(59.0, 0)
    expect(held({ near: 'commune:58194', km: 50 })).toBe(false)
  })

  test('looks at the point of the entry rather than at its commune, around a point as well', () => {
    const values = { place: { lat: 47.0, lon: 3.16 } }
    expect(held({ near: 'commune:58194', km: 5 }, { values })).toBe(true)
    expect(held({ near: [47.001, 3.161], km: 1 }, { values })).toBe(true)
    expect(held({ near: [48.39, -4.48], km: 100 }, { values })).toBe(false)
  })

  test('says when a place is only known by its neighbours, and never holds where nothing is known', () => {
    const brest = { territories: ['commune:29019'] }
    const asker = { organisation: 'nievre', trees }
    expect(find(anEntry(brest), { near: 'commune:29019', km: 5 }, asker)).toMatchObject({
      held: true,
      approximate: true,
    })
    expect(held({ near: 'commune:89145', km: 20_000 })).toBe(false)
    expect(held({ near: 'commune:58194', km: 20_000 }, { territories: ['departement:58'] })).toBe(false)
  })

  test('measures along the great circle: Paris to Brest is 505 km', () => {
    const at = (latitude: number, longitude: number) => ({ latitude, longitude, precision: 'exact' }) as const
    expect(kilometres(at(48.8566, 2.3522), at(48.3904, -4.4861))).toBeCloseTo(505, -1)
    expect(kilometres(at(0, 179.9), at(0, -179.9))).toBeCloseTo(22.2, 0)
  })
})

describe('The age of an entry', () => {
  test('is counted in days from its publication', () => {
    const old = { publishedAt: NOW - 40 * DAY }
    expect(held({ published: { within_days: 30 } }, old)).toBe(false)
    expect(held({ published: { within_days: 40 } }, old)).toBe(true)
    expect(held({ published: { before_days: 30 } }, old)).toBe(true)
    expect(held({ published: { within_days: 30 } })).toBe(true)
  })

  test('may be asked as days, fixed or counted from today', () => {
    const old = { publishedAt: Date.parse('2026-10-13T12:00:00Z') }
    expect(held({ published: { at_least: '2026-10-13', at_most: '2026-10-13' } }, old)).toBe(true)
    expect(held({ published: { at_least: 'today-39' } }, old)).toBe(false)
    expect(held({ published: { at_least: 'today-40' } }, old)).toBe(true)
  })
})

describe('A declared field', () => {
  test('is one of the asked values, in a list too', () => {
    expect(held({ field: 'contract', is: ['cdi'] }, { values: { contract: 'cdi' } })).toBe(true)
    expect(held({ field: 'contract', is: ['cdi'] }, { values: { contract: ['cdd', 'cdi'] } })).toBe(true)
    expect(held({ field: 'remote', is: ['true'] }, { values: { remote: true } })).toBe(true)
    expect(held({ field: 'contract', is: ['cdi'] }, { values: {} })).toBe(false)
  })

  test('compares numbers as they are and money in euros', () => {
    const pay = { amount: 180_000, max: 220_000, currency: 'EUR' }
    expect(held({ field: 'pay', at_least: 2000 }, { values: { pay } })).toBe(true)
    expect(held({ field: 'pay', at_least: 2500 }, { values: { pay } })).toBe(false)
    expect(held({ field: 'seats', at_least: 10, at_most: 20 }, { values: { seats: 12 } })).toBe(true)
    expect(held({ field: 'seats', at_most: 10 }, { values: {} })).toBe(false)
  })

  test('compares days, a month standing for all of its days and a period for its whole stretch', () => {
    expect(held({ field: 'deadline', at_least: 'today' }, { values: { deadline: '2026-11' } })).toBe(true)
    expect(held({ field: 'deadline', at_least: 'today' }, { values: { deadline: '2026-11-21' } })).toBe(false)
    const dates = { start: '2026-11-01', end: '2026-12-15' }
    expect(held({ field: 'dates', at_least: 'today', at_most: 'today' }, { values: { dates } })).toBe(true)
  })

  test('holds a text whatever its accents, and may be asked to be empty', () => {
    expect(held({ field: 'employer', contains: 'residence' }, { values: { employer: 'La Résidence' } })).toBe(true)
    expect(held({ field: 'employer', filled: false }, { values: {} })).toBe(true)
    expect(held({ field: 'employer', filled: true }, { values: { employer: null } })).toBe(false)
  })
})

describe('An origin', () => {
  const access = (organisation: string, asking: string, more: Partial<Routable> = {}) =>
    accessOf(anEntry({ organisation, ...more }), { organisation: asking, trees })

  test('in line with the site has access; a sibling only by a pact in force', () => {
    expect(access('nievre', 'nievre')).toBe('own')
    expect(access('national', 'nievre')).toBe('above')
    expect(access('clamecy', 'nievre')).toBe('below')
    expect(access('yonne', 'nievre')).toMatchObject({ id: 1 })
    expect(access('nievre', 'yonne')).toBeNull()
    expect(access('bretagne', 'nievre')).toBeNull()
  })

  test('has no more than its pact grants', () => {
    expect(access('partner', 'nievre')).toBeNull()
    expect(access('partner', 'nievre', { serviceType: 'event' })).toMatchObject({ id: 2 })
    expect(access('partner', 'clamecy', { serviceType: 'event' })).toBeNull()
    expect(held({ origin: ['granted'] }, { organisation: 'yonne' })).toBe(true)
    expect(held({ origin: ['granted'] }, { organisation: 'bretagne' })).toBe(false)
  })
})
