import { describe, expect, it } from 'vitest'
import type { Condition } from '../../../pipeline/model/condition.ts'
import { find, match } from '../../../pipeline/routing/match.ts'
import type { Routable } from '../../../pipeline/routing/routable.ts'
import { anEntry, trees } from './small-network.ts'

const yes = true
const no = false

/** What is asked, of which entry (the usual one is the Nièvre's, on a job fair, in Clamecy), by a site of which body. */
type Row = readonly [what: string, when: Condition, held: boolean, entry?: Partial<Routable>, asking?: string]

const THEMES: readonly Row[] = [
  ['takes the theme itself', { theme: ['job-fair'] }, yes],
  ['takes what lies under an asked theme, however deep', { theme: ['employment'] }, yes],
  ['leaves what lies above an asked theme', { theme: ['job-fair'] }, no, { themes: ['employment'] }],
  ['leaves another branch', { theme: ['training'] }, no],
  ['takes any of the asked themes', { theme: ['training', 'recruitment'] }, yes],
  ['takes an entry by any of its themes', { theme: ['training'] }, yes, { themes: ['job-fair', 'apprenticeship'] }],
  ['leaves an entry without a theme', { theme: ['employment'] }, no, { themes: [] }],
  ['leaves a theme the vocabulary does not have', { theme: ['unknown'] }, no, { themes: ['unknown'] }],
  ['takes exactly the theme', { theme: ['job-fair'], exactly: true }, yes],
  ['leaves what lies under where exactly is said', { theme: ['employment'], exactly: true }, no],
  ['holds for nobody where no theme is listed', { theme: [] }, no],
]

const TERRITORIES: readonly Row[] = [
  ['takes a commune within its département', { territory: ['departement:58'] }, yes],
  ['takes a commune within its région', { territory: ['region:27'] }, yes],
  ['takes a commune within a perimeter', { territory: ['perimeter:haut-nivernais'] }, yes],
  ['takes a commune within its EPCI', { territory: ['epci:200067429'] }, yes],
  [
    'takes the Yonne commune of an EPCI across départements',
    { territory: ['epci:200067429'] },
    yes,
    at('commune:89145'),
  ],
  [
    'keeps the Yonne commune of that EPCI out of the Nièvre',
    { territory: ['departement:58'] },
    no,
    at('commune:89145'),
  ],
  ['keeps an EPCI across départements out of each', { territory: ['departement:58'] }, no, at('epci:200067429')],
  ['takes an EPCI across départements within the région', { territory: ['region:27'] }, yes, at('epci:200067429')],
  ['leaves wider news by default', { territory: ['departement:58'] }, no, at('region:27')],
  ['takes an entry by any of its places', { territory: ['region:53'] }, yes, at('commune:58079', 'commune:29019')],
  ['leaves an entry without a place', { territory: ['country:FR'] }, no, at()],
  ['leaves a place the geography does not have', { territory: ['commune:99999'] }, no, at('commune:99999')],
  ['takes the place itself, within', { territory: ['commune:58079'], relation: 'within' }, yes],
  ['takes the place itself, covering', { territory: ['commune:58079'], relation: 'covering' }, yes],
  ['takes wider news, covering', { territory: ['departement:58'], relation: 'covering' }, yes, at('region:27')],
  ['takes national news, covering', { territory: ['commune:58079'], relation: 'covering' }, yes, at('country:FR')],
  ['leaves narrower news, covering', { territory: ['departement:58'], relation: 'covering' }, no],
  ['leaves a neighbour’s wider news', { territory: ['departement:58'], relation: 'covering' }, no, at('region:53')],
  ['takes narrower news, either', { territory: ['departement:58'], relation: 'either' }, yes],
  ['takes wider news, either', { territory: ['departement:58'], relation: 'either' }, yes, at('country:FR')],
  ['leaves a neighbour, either', { territory: ['departement:58'], relation: 'either' }, no, at('departement:89')],
  [
    'does not climb and come down again',
    { territory: ['departement:58'], relation: 'either' },
    no,
    at('commune:89145'),
  ],
  [
    'takes an EPCI around one of its communes',
    { territory: ['commune:89145'], relation: 'either' },
    yes,
    at('epci:200067429'),
  ],
]

const ORIGINS: readonly Row[] = [
  ['own: the asking body itself', { origin: ['own'] }, yes],
  ['own: never one below', { origin: ['own'] }, no, of('clamecy')],
  ['below: one under it', { origin: ['below'] }, yes, of('clamecy')],
  ['below: itself too', { origin: ['below'] }, yes],
  ['below: at any depth', { origin: ['below'] }, yes, of('clamecy'), 'national'],
  ['below: never a sister', { origin: ['below'] }, no, of('yonne')],
  ['below: never one above', { origin: ['below'] }, no, of('bourgogne')],
  ['above: its parent', { origin: ['above'] }, yes, of('bourgogne')],
  ['above: the root', { origin: ['above'] }, yes, of('national'), 'clamecy'],
  ['above: never an aunt', { origin: ['above'] }, no, of('bretagne')],
  ['above: never one below', { origin: ['above'] }, no, of('clamecy')],
  ['network: anyone under the same root', { origin: ['network'] }, yes, of('bretagne')],
  ['network: never a partner', { origin: ['network'] }, no, of('partner')],
  ['network: of a partner, the partner alone', { origin: ['network'] }, no, of('nievre'), 'partner'],
  ['named: that body', { origin: ['organisation:partner'] }, yes, of('partner')],
  ['named: not those under it', { origin: ['organisation:nievre'] }, no, of('clamecy'), 'partner'],
  ['one of several rules is enough', { origin: ['own', 'organisation:partner'] }, yes, of('partner')],
  ['no rule, nobody', { origin: [] }, no],
  ['a body the network does not know is of no network', { origin: ['network', 'below', 'above'] }, no, of('stranger')],
  ['even asked by another stranger', { origin: ['network', 'below', 'above'] }, no, of('stranger'), 'unknown'],
]

const PLAIN: readonly Row[] = [
  ['takes the asked kind', { service_type: ['event', 'news'] }, yes],
  ['leaves another kind', { service_type: ['event'] }, no],
  ['leaves everything where no kind is listed', { service_type: [] }, no],
  ['takes the asked language', { language: ['fr'] }, yes],
  ['leaves another language', { language: ['en', 'br'] }, no],
]

const news: Condition = { service_type: ['news'] }
const events: Condition = { service_type: ['event'] }

const GROUPS: readonly Row[] = [
  ['all: every part', { all: [news, { theme: ['employment'] }] }, yes],
  ['all: one failing part is enough to leave', { all: [news, { theme: ['training'] }] }, no],
  ['all of nothing holds', { all: [] }, yes],
  ['any: one part is enough', { any: [events, { theme: ['employment'] }] }, yes],
  ['any: no part holds', { any: [events, { theme: ['training'] }] }, no],
  ['any of nothing never holds', { any: [] }, no],
  ['none: no part holds', { none: [events, { theme: ['training'] }] }, yes],
  ['none: one held part is enough to leave', { none: [events, { theme: ['employment'] }] }, no],
  ['none of nothing holds', { none: [] }, yes],
  ['any in all', { all: [news, { any: [events, { language: ['fr'] }] }] }, yes],
  ['none in all', { all: [news, { none: [{ theme: ['recruitment'] }] }] }, no],
  ['none in none', { none: [{ none: [news] }] }, yes],
  ['all in any', { any: [{ all: [news, events] }, { all: [news, { language: ['fr'] }] }] }, yes],
]

const TABLES: readonly (readonly [title: string, rows: readonly Row[]])[] = [
  ['A theme', THEMES],
  ['A territory', TERRITORIES],
  ['An origin', ORIGINS],
  ['A kind or a language', PLAIN],
  ['A group', GROUPS],
]

for (const [title, rows] of TABLES) {
  describe(`${title} asked for`, () => {
    for (const [what, when, held, entry = {}, asking = 'nievre'] of rows) {
      it(what, () => expect(match(anEntry(entry), when, { organisation: asking, trees })).toBe(held))
    }
  })
}

describe('A finding', () => {
  const asker = { organisation: 'nievre', trees }

  it('names the theme that decided, and the asked one it lies under', () => {
    const entry = anEntry({ themes: ['training', 'job-fair'] })
    const found = find(entry, { theme: ['recruitment'] }, asker)
    expect(found).toMatchObject({ held: true, by: { has: 'job-fair', asked: 'recruitment' } })
  })

  it('names the place that decided, whichever way it lies', () => {
    const within = find(anEntry(), { territory: ['departement:58'], relation: 'either' }, asker)
    expect(within.by).toEqual({ has: 'commune:58079', asked: 'departement:58' })
    const around = find(anEntry(at('region:27')), { territory: ['departement:58'], relation: 'either' }, asker)
    expect(around.by).toEqual({ has: 'region:27', asked: 'departement:58' })
  })

  it('names the origin rule that let it in', () => {
    const found = find(anEntry(of('clamecy')), { origin: ['own', 'below'] }, asker)
    expect(found.by).toEqual({ has: 'clamecy', asked: 'below' })
  })

  it('says what was asked and what the entry has where nothing decided', () => {
    expect(find(anEntry(), { territory: ['region:53'] }, asker)).toEqual({
      held: false,
      condition: 'territory',
      relation: 'within',
      asked: ['region:53'],
      has: ['commune:58079'],
    })
  })
})

function at(...territories: string[]): Partial<Routable> {
  return { territories }
}

function of(organisation: string): Partial<Routable> {
  return { organisation }
}
