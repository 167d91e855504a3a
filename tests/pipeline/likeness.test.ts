import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clustersOf, pairOf } from '../../pipeline/clusters.ts'
import { LIKELY, likeness } from '../../pipeline/likeness.ts'
import { likenessKeys } from '../../pipeline/likeness-keys.ts'
import type { Values } from '../../pipeline/model/entry.ts'
import type { Gazetteer, Territory } from '../../pipeline/model/territory.ts'
import { type Portrait, portraitOf } from '../../pipeline/portrait.ts'
import { bandsOf, distance, simhash } from '../../pipeline/simhash.ts'
import { cpuClock } from '../cpu-clock.ts'
import { kindNamed } from './declared-kinds.ts'
import { toldTwice } from './reworded.ts'

// Communes lie in the département their code begins with, that in the région.
const gazetteer: Gazetteer = {
  get: (key) => townOf(key),
  ancestors: (key) =>
    key.startsWith('commune:') ? [key, `departement:${key.slice(8, 10)}`, 'region:27'] : [key, 'region:27'],
  inside: () => [],
  point: () => undefined,
  resolve: () => ({ kind: 'unknown' }),
  suggest: () => [],
}

const TOWNS: Readonly<Record<string, string>> = {
  'commune:58194': 'Nevers',
  'commune:58079': 'Clamecy',
  'commune:58086': 'Cosne-Cours-sur-Loire',
  'commune:58095': 'Decize',
  'commune:89024': 'Auxerre',
  'commune:89025': 'Avallon',
  'commune:21231': 'Dijon',
}

function townOf(key: string): Territory | undefined {
  const name = TOWNS[key]
  const blank = { level: 'commune', parents: [], postcodes: [], population: 0, vintage: 2026 } as const
  return name === undefined ? undefined : { ...blank, key, code: key.slice(8), name }
}

function drawn(values: Values, kind = 'event'): Portrait {
  return portraitOf(kindNamed(kind), values, gazetteer)
}

const forum = {
  title: 'Forum de l’emploi et de l’alternance de Clamecy',
  start: '2026-10-03T09:30',
  territories: ['commune:58079'],
  body: '<p>Trente-cinq employeurs du Haut-Nivernais et de la Puisaye, des centres de formation, un atelier photo pour le CV. Navettes gratuites depuis Varzy.</p>',
}

describe('Likeness', () => {
  it('takes one event told by two bodies in their own words for the same, and says why', () => {
    const theirs = {
      title: 'Clamecy : forum emploi, alternance et stages',
      start: '2026-10-03T10:00',
      territories: ['departement:58'],
      body: '<p>Venez rencontrer les entreprises qui recrutent près de chez vous, CV en main, toute la journée du samedi.</p>',
    }
    const { score, reasons } = likeness(drawn(forum), drawn(theirs))
    expect(score).toBeGreaterThanOrEqual(LIKELY)
    expect(reasons).toEqual(['close-title', 'same-day', 'place-within'])
  })

  it.each([
    ['the edition of the year after', { start: '2027-10-02T09:30' }],
    [
      'the edition of the year after, named by its year',
      { title: 'Forum de l’emploi 2027', start: '2027-10-03T09:30' },
    ],
    ['the same in another town', { territories: ['commune:58194'] }],
    ['another thing there that day', { title: 'Marché aux truffes', body: '<p>Rien à voir.</p>' }],
  ])('does not take %s for the same', (_what, changes) => {
    expect(likeness(drawn(forum), drawn({ ...forum, ...changes })).score).toBeLessThan(LIKELY)
  })

  it('tells numbered ones apart, but not by the year of their own day', () => {
    const one = (title: string) => drawn({ ...forum, title })
    expect(likeness(one('Atelier CV n° 1'), one('Atelier CV n° 2')).reasons).toContain('other-number')
    expect(likeness(one('Forum de l’emploi 2026'), one('Forum de l’emploi, 3 octobre')).score).toBeGreaterThanOrEqual(
      LIKELY,
    )
  })

  it('takes the same text under another title for the same, and the same page under one like it', () => {
    const story = {
      title: 'Une scierie embauche à Rix',
      body: forum.body,
      summary: 'Quatre postes de scieurs ouverts à tous.',
    }
    const page = { source_url: 'https://www.gazette.example/rix?utm_source=x' }
    const retold = likeness(drawn(story, 'news'), drawn({ ...story, title: 'À Rix, la scierie recrute' }, 'news'))
    expect(retold).toMatchObject({ score: expect.closeTo(0.9, 1), reasons: expect.arrayContaining(['same-text']) })
    const [one, other] = [
      { title: story.title, ...page },
      { title: 'Une scierie embauche près de Clamecy', source_url: 'http://gazette.example/rix/' },
    ]
    expect(likeness(drawn(one, 'news'), drawn(other, 'news')).reasons).toContain('same-address')
    expect(likeness(drawn(one, 'news'), drawn(other, 'news')).score).toBeGreaterThanOrEqual(LIKELY)
  })

  const anyText = fc.oneof(fc.string({ maxLength: 300, unit: 'binary' }), fc.lorem({ maxCount: 60 }))
  const anyValue = fc.oneof(
    anyText,
    fc.array(anyText, { maxLength: 5 }),
    fc.constant(null),
    fc.integer(),
    fc.dictionary(fc.string(), anyText),
  )
  const anyValues = fc.record(
    {
      title: anyValue,
      start: anyValue,
      body: anyValue,
      territories: anyValue,
      source_url: anyValue,
      address: anyValue,
    },
    { requiredKeys: [] },
  )

  it('is between 0 and 1, the same both ways, and 1 at most of itself, whatever is said', () => {
    fc.assert(
      fc.property(anyValues, anyValues, (a, b) => {
        const [one, other] = [drawn(a), drawn(b)]
        const there = likeness(one, other)
        expect(there.score).toBeGreaterThanOrEqual(0)
        expect(there.score).toBeLessThanOrEqual(1)
        expect(likeness(other, one)).toEqual(there)
        expect(likeness(one, one).score).toBeGreaterThanOrEqual(there.score - 1e-9)
        expect(likenessKeys(one).length).toBeLessThanOrEqual(8)
      }),
    )
  })

  it('has two that are equal share every key, in whatever order their titles go', () => {
    const [one, other] = [drawn(forum), drawn({ ...forum, title: 'Clamecy : forum de l’alternance et de l’emploi' })]
    expect(likenessKeys(other)).toEqual(likenessKeys(one))
    expect(likenessKeys(one).length).toBe(8)
  })

  it('reads the beginning of an endless text, and is done soon', () => {
    const endless = {
      title: 'x'.repeat(5_000_000),
      body: 'mot '.repeat(2_500_000),
      territories: Array.from({ length: 50_000 }, (_, i) => `commune:${i}`),
    }
    const spent = cpuClock()
    const portrait = drawn(endless)
    expect(portrait.text.length).toBeLessThanOrEqual(2_000)
    expect(likeness(portrait, portrait).score).toBeLessThanOrEqual(1)
    expect(likenessKeys(portrait).length).toBeLessThanOrEqual(8)
    expect(spent()).toBeLessThan(4_000)
  })

  it('finds at least nine of ten known duplicates, and hardly anything else', () => {
    const measures = [1, 2, 3].map((seed) => measured(toldTwice({ seed, things: 250 })))
    const sum = (name: 'right' | 'found' | 'wanted') => measures.reduce((total, one) => total + one[name], 0)
    expect(sum('right') / sum('wanted'), 'recall').toBeGreaterThanOrEqual(0.9)
    expect(sum('right') / sum('found'), 'precision').toBeGreaterThanOrEqual(0.95)
  })
})

describe('A simhash', () => {
  const words = fc.array(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 200 })

  it('has a band in common with every other that differs in three bits at most', () => {
    fc.assert(
      fc.property(words, fc.array(fc.nat(63), { maxLength: 3 }), (list, bits) => {
        const one = simhash(list)
        const flip = (side: 0 | 1) =>
          bits.filter((bit) => bit >> 5 === side).reduce((mask, bit) => mask ^ (1 << (bit & 31)), 0)
        const other = { high: (one.high ^ flip(0)) >>> 0, low: (one.low ^ flip(1)) >>> 0 }
        expect(distance(one, other)).toBeLessThanOrEqual(3)
        expect(bandsOf(one).some((band, i) => band === bandsOf(other)[i])).toBe(true)
      }),
    )
  })
})

describe('Clusters', () => {
  it('hold what hangs together, each entry once', () => {
    const pairs = [pairOf(1, 2), pairOf(5, 4), pairOf(2, 3), pairOf(9, 8), pairOf(4, 9)]
    expect(clustersOf(pairs)).toEqual([
      [1, 2, 3],
      [4, 5, 8, 9],
    ])
  })
})

// By way of the keys, as the farm finds them.
function measured(all: ReturnType<typeof toldTwice>) {
  const portraits = all.map(({ raw, serviceType }) => drawn(raw, serviceType))
  const byKey = Map.groupBy(
    portraits.flatMap((portrait, i) => likenessKeys(portrait).map((key) => ({ key, i }))),
    ({ key }) => key,
  )
  const met = new Set(
    [...byKey.values()].flatMap((list) =>
      list.flatMap(({ i }) => list.filter((two) => two.i > i).map((two) => `${i} ${two.i}`)),
    ),
  )
  const found = [...met]
    .map((pair) => pair.split(' ').map(Number))
    .filter(([i = 0, j = 0]) => {
      const [one, other] = [portraits[i], portraits[j]]
      return one && other && likeness(one, other).score >= LIKELY
    })
  const right = found.filter(([i = 0, j = 0]) => all[i]?.thing === all[j]?.thing).length
  const wanted = [...Map.groupBy(all, ({ thing }) => thing).values()].filter((list) => list.length === 2).length
  return { right, wanted, found: found.length }
}
