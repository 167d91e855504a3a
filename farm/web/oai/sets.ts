import { TERRITORY_LEVELS } from '../../../pipeline/model/field.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { themeTerm } from '../../../pipeline/terms.ts'
import type { Visit } from '../visit.ts'

/** A set of records: a kind, or a theme or a territory by its path from the widest. */
export interface OaiSet {
  /** `kind:job`, `theme:agriculture:breeding`, `territory:country-FR:region-27:departement-58`. */
  readonly spec: string
  readonly name: string
  /** What entries in it hold among their terms, or `kind:job`; undefined for what only groups others. */
  readonly term?: string | undefined
}

/** The trees sets are made of. */
export type Trees = Pick<Visit, 'memory' | 'language' | 'words'>

/** The sets of a site, by the terms its entries hold, each after those it lies in. */
export function setsOf(visit: Trees, terms: readonly string[]): readonly OaiSet[] {
  const sets = terms.flatMap((term) => setOfTerm(visit, term) ?? [])
  const { words } = visit
  const tops = [
    { spec: 'kind', name: words('portal.oai.set.kind') },
    { spec: 'theme', name: words('portal.oai.set.theme') },
    { spec: 'territory', name: words('portal.oai.set.territory') },
  ].filter(({ spec }) => sets.some((set) => set.spec.startsWith(`${spec}:`)))
  return [...tops, ...sets].sort((a, b) => (a.spec < b.spec ? -1 : a.spec > b.spec ? 1 : 0))
}

/** The set a term of an entry stands for: a kind, a theme or a territory. */
export function setOfTerm(visit: Trees, term: string): OaiSet | undefined {
  if (term.startsWith('kind:')) return kindSet(visit, term)
  return term.startsWith('theme:') ? themeSet(visit, term) : territorySet(visit, term)
}

/** The set of that spec; undefined where there is none, or where its path is not the one it has today. */
export function setOfSpec(visit: Trees, spec: string): OaiSet | undefined {
  const last = spec.slice(spec.lastIndexOf(':') + 1)
  const term = spec.startsWith('kind:') ? spec : spec.startsWith('theme:') ? themeTerm(last) : last.replace('-', ':')
  const set = setOfTerm(visit, term)
  return set?.spec === spec ? set : undefined
}

function kindSet({ memory, language }: Trees, term: string): OaiSet | undefined {
  const kind = memory.serviceType(term.slice('kind:'.length))
  return kind?.visibility === 'public' ? { spec: term, name: inLanguage(kind.plural, language), term } : undefined
}

function themeSet({ memory: { thesaurus }, language }: Trees, term: string): OaiSet | undefined {
  const concept = thesaurus.get('themes', term.slice('theme:'.length))
  if (!concept || themeTerm(concept.code) !== term) return undefined
  // A code that leads to a concept is among its ancestors too: the path has each concept once.
  const path = thesaurus.ancestors('themes', concept.code).map((code) => thesaurus.get('themes', code)?.code)
  const spec = ['theme', ...[...new Set(path)].filter((code) => code !== undefined).reverse()].join(':')
  return { spec, name: inLanguage(concept.label, language), term }
}

function territorySet({ memory: { gazetteer } }: Trees, term: string): OaiSet | undefined {
  const level = levelOf(term)
  const territory = TERRITORY_LEVELS.some((one) => one === level) ? gazetteer.get(term) : undefined
  if (!territory || territory.key !== term) return undefined
  // One path to each, by country, région and département; what crosses their borders stands under the country.
  const crosses = level === 'epci' || level === 'perimeter'
  const path = gazetteer
    .ancestors(term)
    .filter((key) => key !== term && PATH.includes(levelOf(key)) && (!crosses || levelOf(key) === 'country'))
    .toSorted((a, b) => PATH.indexOf(levelOf(a)) - PATH.indexOf(levelOf(b)))
  const spec = ['territory', ...[...path, term].map((key) => key.replace(':', '-'))].join(':')
  return { spec, name: territory.name, term }
}

const PATH = ['country', 'region', 'departement']

function levelOf(key: string): string {
  return key.slice(0, key.indexOf(':'))
}
