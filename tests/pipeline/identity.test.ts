import { describe, expect, it } from 'vitest'
import { canonicalUrl, type Identity, identityOf, recognise } from '../../pipeline/identity.ts'
import type { Entry, Values } from '../../pipeline/model/entry.ts'
import { readValues } from '../../pipeline/model/read-values.ts'
import { context, fieldOf } from './model/small-world.ts'
import { aKind } from './routing/small-network.ts'

describe('A canonical address', () => {
  it.each([
    'https://exemple.fr/page',
    'http://exemple.fr/page',
    'https://www.exemple.fr/page',
    'HTTPS://WWW.Exemple.FR/page',
    'https://exemple.fr/page/',
    'https://exemple.fr/page//',
    'https://exemple.fr:443/page',
    'http://exemple.fr:80/page',
    'https://exemple.fr/page#suite',
    'https://exemple.fr/page?utm_source=lettre&utm_campaign=x',
    'https://exemple.fr/page?fbclid=1&GCLID=2&xtor=3&mtm_kwd=4&pk_source=5&at_medium=6',
    ' https://exemple.fr/page ',
  ])('is one for all the ways one page is linked: %s', (address) => {
    expect(canonicalUrl(address)).toBe('https://exemple.fr/page')
  })

  it('keeps what makes another page', () => {
    const others = ['/page?id=1', '/page?id=2', '/Page', '/page/2', '/', '/page?source=lettre']
    const all = [
      'https://exemple.fr/page',
      ...others.map((path) => `https://exemple.fr${path}`),
      'https://m.exemple.fr/page',
    ]
    expect(new Set(all.map(canonicalUrl)).size).toBe(all.length)
  })

  it('goes by the parameters, not their order', () => {
    expect(canonicalUrl('https://exemple.fr/?b=2&a=1&utm_id=9')).toBe(canonicalUrl('https://exemple.fr?a=1&b=2'))
  })

  it('is none for what is no address', () => {
    expect(canonicalUrl('bientôt en ligne')).toBeNull()
  })
})

describe('An identity', () => {
  const fields = [
    fieldOf('text', { name: 'title' }),
    fieldOf('datetime', { name: 'start' }),
    fieldOf('territory', { name: 'territories', many: true }),
    fieldOf('rich-text', { name: 'body' }),
    fieldOf('url', { name: 'source_url' }),
    fieldOf('url', { name: 'registration_url' }),
  ]
  const event = aKind('event', { order: { field: 'start', upcoming: true }, fields })
  const values = {
    title: 'Forum de l’emploi',
    start: '2026-12-01T09:00',
    territories: ['commune:58194', 'commune:58079'],
  }
  const print = (more: Values) => identityOf(event, { ...values, ...more }, undefined).fingerprint

  it('sees one event through case, accents, punctuation and the order of places', () => {
    expect(print({ title: 'FORUM DE L’EMPLOI !' })).toBe(print({}))
    expect(print({ territories: ['commune:58079', 'commune:58194'] })).toBe(print({}))
    expect(print({ body: 'Autre texte' })).toBe(print({}))
  })

  it('sees two where the title, the places or the first date differ', () => {
    const others = [{ title: 'Forum des métiers' }, { territories: ['commune:58194'] }, { start: '2026-12-08T09:00' }]
    expect(new Set([{}, ...others].map(print)).size).toBe(4)
  })

  it('sees a change in any value, and none in the order its fields are declared in', () => {
    const hash = (all: Values) => identityOf(event, all, undefined).contentHash
    const raw = { title: 'Forum de l’emploi', body: 'Un texte', start: '2026-12-01T09:00' }
    const [one, other] = [fields, fields.toReversed()].map((declared) => {
      return readValues({ serviceType: aKind('event', { fields: declared }), raw, context }).values
    })
    expect(hash(one ?? {})).toBe(hash(other ?? {}))
    expect(hash({ ...values, body: 'Un texte' })).not.toBe(hash(values))
    expect(hash({ ...values, territories: values.territories.toReversed() })).not.toBe(hash(values))
  })

  it('takes its address from the source, and none from elsewhere', () => {
    const at = (more: Values) => identityOf(event, { ...values, ...more }, undefined).canonicalUrl
    expect(at({ source_url: 'http://www.exemple.fr/a/' })).toBe('https://exemple.fr/a')
    expect(at({ registration_url: 'https://exemple.fr/a' })).toBeNull()
  })
})

describe('Recognising an arrival', () => {
  const known = [
    anEntry({ id: 1, externalId: 'A1', source: 7 }),
    anEntry({ id: 2, externalId: 'A1', source: 8 }),
    anEntry({ id: 3, externalId: 'A1' }),
    anEntry({ id: 4, canonicalUrl: 'https://exemple.fr/a', fingerprint: 'f4' }),
    anEntry({ id: 5, fingerprint: 'f5' }),
  ]

  /** What the arrival carries, the source it came from, and the entry it is. */
  const ROWS: readonly [what: string, carried: Partial<Identity>, source: number | null, entry: number | undefined][] =
    [
      ['goes by the identity given within its source', { externalId: 'A1' }, 7, 1],
      ['never takes another source’s', { externalId: 'A1' }, 8, 2],
      ['nor a source’s for a file’s', { externalId: 'A1' }, null, 3],
      ['nor a known one for a new source’s', { externalId: 'A1' }, 9, undefined],
      [
        'trusts an unknown identity over all that looks alike',
        { externalId: 'A2', ...url(), fingerprint: 'f5' },
        null,
        undefined,
      ],
      ['else goes by the address', url(), null, 4],
      ['whatever its title became', { ...url(), fingerprint: 'autre' }, null, 4],
      ['else by the fingerprint', { fingerprint: 'f5' }, null, 5],
      ['also where only one of both has an address', { fingerprint: 'f4' }, null, 4],
      ['also where only the arrival has one', { fingerprint: 'f5', canonicalUrl: 'https://exemple.fr/b' }, null, 5],
      ['but two addresses are two pages', { fingerprint: 'f4', canonicalUrl: 'https://exemple.fr/b' }, null, undefined],
      ['and nothing alike is new', { fingerprint: 'inconnue' }, null, undefined],
    ]

  it.each(ROWS)('%s', (_what, carried, source, entry) => {
    const identity = { externalId: null, canonicalUrl: null, fingerprint: '', contentHash: '', ...carried }
    expect(recognise(identity, known, source)?.id).toBe(entry)
  })
})

function url(): Partial<Identity> {
  return { canonicalUrl: 'https://exemple.fr/a' }
}

function anEntry(more: Partial<Entry>): Entry {
  const identity = { source: null, externalId: null, canonicalUrl: null, fingerprint: 'x', contentHash: '' }
  const dates = { createdAt: 0, updatedAt: 0, submittedAt: 0, publishedAt: null, validFrom: null, validUntil: null }
  const words = { serviceType: 'event', organisation: 'nievre', title: 'Un titre', language: 'fr', author: null }
  const state = { state: 'draft', review: 'draft', liveRevision: null, workingRevision: 1, version: 1 } as const
  return { id: 0, ...words, ...state, ...identity, ...dates, sortAt: 0, ...more }
}
