import { organisationTree } from '../../../farm/organisations/tree.ts'
import { buildGazetteer } from '../../../farm/territories/gazetteer.ts'
import { buildThesaurus } from '../../../farm/themes/thesaurus.ts'
import { TERRITORY_LEVELS } from '../../../pipeline/model/field.ts'
import type { Organisation } from '../../../pipeline/model/organisation.ts'
import { type Pact, pactBook } from '../../../pipeline/model/pact.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import type { Site, Subscription } from '../../../pipeline/model/site.ts'
import type { Territory, TerritoryPoint } from '../../../pipeline/model/territory.ts'
import type { Concept } from '../../../pipeline/model/theme.ts'
import type { Routable, Trees } from '../../../pipeline/routing/routable.ts'

/** Where each territory lies: two communes of Clamecy's EPCI in the Nièvre, one of the same EPCI in the Yonne, and a perimeter. */
const PARENTS: Readonly<Record<string, readonly string[]>> = {
  'commune:58079': ['epci:200067429', 'departement:58', 'perimeter:haut-nivernais'],
  'commune:58194': ['departement:58'],
  'commune:89145': ['epci:200067429', 'departement:89'],
  'commune:29019': ['departement:29'],
  // An EPCI across two départements lies in neither; it lies in the région they share.
  'epci:200067429': ['region:27'],
  'perimeter:haut-nivernais': ['departement:58'],
  'departement:58': ['region:27'],
  'departement:89': ['region:27'],
  'departement:29': ['region:53'],
  'region:27': ['country:FR'],
  'region:53': ['country:FR'],
  'country:FR': [],
}

/** Where Clamecy, Nevers and Brest lie; the last is known by its neighbours only. */
const POINTS: ReadonlyMap<string, TerritoryPoint> = new Map([
  ['commune:58079', { latitude: 47.4601, longitude: 3.5196, precision: 'exact' }],
  ['commune:58194', { latitude: 46.9896, longitude: 3.159, precision: 'named' }],
  ['commune:29019', { latitude: 48.3904, longitude: -4.4861, precision: 'approximate' }],
])

/** The Yonne grants everything to Burgundy and below; the partner its events to the Nièvre alone; Brittany's has not been signed. */
const PACTS: readonly Pact[] = [
  pact(1, { grantor: 'yonne', grantee: 'bourgogne', below: true }),
  pact(2, { grantor: 'partner', grantee: 'nievre', scope: { service_type: ['event'] } }),
  pact(3, { grantor: 'bretagne', grantee: 'national', below: true, signedAt: null }),
]

/** The broader theme of each. */
const BROADER: Readonly<Record<string, string | undefined>> = {
  employment: undefined,
  recruitment: 'employment',
  'job-fair': 'recruitment',
  training: undefined,
  apprenticeship: 'training',
}

/** The parent of each body; the partner stands outside the network. */
const BODIES: Readonly<Record<string, string | null>> = {
  national: null,
  bourgogne: 'national',
  nievre: 'bourgogne',
  clamecy: 'nievre',
  yonne: 'bourgogne',
  bretagne: 'national',
  partner: null,
}

/** Keys of the small network, for tests that draw among them. */
export const TERRITORIES = Object.keys(PARENTS)
export const THEMES = Object.keys(BROADER)
export const ORGANISATIONS = Object.keys(BODIES)
export const KINDS = ['news', 'event', 'watch']

/** The three trees of a network small enough to be read at a glance. */
export const trees: Trees = {
  gazetteer: buildGazetteer(Object.entries(PARENTS).map(territory), [], { points: POINTS }),
  thesaurus: buildThesaurus(Object.entries(BROADER).map(concept)),
  organisations: organisationTree(Object.entries(BODIES).map(body)),
  pacts: pactBook(PACTS),
}

/** The moment of the small network. */
export const NOW = Date.parse('2026-11-22T09:00:00Z')

/** An entry of the Nièvre body about Clamecy and a job fair, unless said otherwise. */
export function anEntry(more: Partial<Routable> = {}): Routable {
  const about = { themes: ['job-fair'], territories: ['commune:58079'], values: {}, publishedAt: null, now: NOW }
  return { serviceType: 'news', organisation: 'nievre', language: 'fr', ...about, ...more }
}

/** A site of a body. */
export function aSite(more: Partial<Site> = {}): Site {
  const look = { tagline: { fr: 'Un site' }, hosts: [], languages: ['fr'], skin: {} }
  return { id: 'site', name: 'Site', kind: 'portal', visibility: 'public', organisation: 'nievre', ...look, ...more }
}

/** A section of a site. */
export function aSubscription(when: Subscription['when'], more: Partial<Subscription> = {}): Subscription {
  return {
    id: 1,
    site: 'site',
    slug: 'rubrique',
    label: { fr: 'Rubrique' },
    mode: 'automatic',
    position: 0,
    when,
    ...more,
  }
}

/** A kind of entry with a title and nothing else. */
export function aKind(id: string, more: Partial<ServiceType> = {}): ServiceType {
  const words = { label: { fr: id }, plural: { fr: id }, description: { fr: id } }
  const presentation = { row: 'plain', facts: [], keyFacts: [], facets: [], icon: 'file' } as const
  const rules = { visibility: 'public', workflow: 'a-priori', lifetime: {} } as const
  return { id, path: id, ...words, ...rules, presentation, exports: [], standards: {}, fields: [], ...more }
}

function territory([key, parents]: readonly [string, readonly string[]]): Territory {
  const [level, code = ''] = key.split(':')
  const known = TERRITORY_LEVELS.find((one) => one === level)
  if (known === undefined) throw new Error(key)
  return { key, level: known, code, name: key, parents, postcodes: [], population: 1, vintage: 2026 }
}

function concept([code, broader]: readonly [string, string | undefined]): Concept {
  return { code, vocabulary: 'themes', label: { fr: code }, broader, synonyms: [], notations: {} }
}

function body([id, parent]: readonly [string, string | null]): Organisation {
  const identity = { accent: '#123456', initials: 'M' }
  return { id, parent, name: id, shortName: id, kind: 'departmental', territory: null, identity, policy: {} }
}

function pact(id: number, parties: Pick<Pact, 'grantor' | 'grantee'> & Partial<Pact>): Pact {
  const times = { proposedBy: null, proposedAt: 0, signedBy: null, signedAt: 0, until: null }
  return { id, below: false, scope: null, ...times, revokedBy: null, revokedAt: null, ...parties }
}
