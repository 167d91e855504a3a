import type { Values } from './model/entry.ts'
import { facetsOf } from './model/facets.ts'
import type { Field } from './model/field.ts'
import type { ServiceType } from './model/service-type.ts'
import type { Knowledge } from './ports.ts'
import type { Routable } from './routing/routable.ts'

/** Term of a theme in the entry's index: `theme:emploi`. */
export function themeTerm(code: string): string {
  return `theme:${code}`
}

/** Term of a declared facet: `contract=cdi`. */
export function facetTerm(field: string, value: string): string {
  return `${field}=${value}`
}

/** Everything an entry may be filtered by: its themes and territories with what they lie in, and its kind's own facets. */
export function termsOf(serviceType: ServiceType, values: Values, knowledge: Knowledge): string[] {
  const { themes, territories } = facetsOf(serviceType, values)
  const terms = new Set<string>()
  for (const code of themes) for (const one of knowledge.thesaurus.ancestors('themes', code)) terms.add(themeTerm(one))
  for (const key of territories) for (const one of knowledge.gazetteer.ancestors(key)) terms.add(one)
  for (const name of serviceType.presentation.facets) {
    const field = serviceType.fields.find((one) => one.name === name)
    for (const value of [values[name] ?? []].flat()) {
      if (typeof value === 'boolean') terms.add(facetTerm(name, String(value)))
      if (typeof value === 'string') terms.add(facetTerm(name, codeNow(value, field, knowledge)))
    }
  }
  return [...terms]
}

// A term that was merged since is counted with the one it leads to.
function codeNow(value: string, field: Field | undefined, { thesaurus }: Knowledge): string {
  return field?.type === 'term' ? (thesaurus.get(field.vocabulary ?? 'themes', value)?.code ?? value) : value
}

/** Language an entry's values are written in: French unless they say otherwise. */
export function languageOf(values: Values): string {
  return typeof values.language === 'string' ? values.language : 'fr'
}

/** What routing asks about of an entry, at that moment. */
export function routableOf(
  serviceType: ServiceType,
  values: Values,
  {
    organisation,
    language,
    publishedAt,
    now,
  }: {
    readonly organisation: string
    readonly language: string
    readonly publishedAt: number | null
    readonly now: number
  },
): Routable {
  const { themes, territories } = facetsOf(serviceType, values)
  const about = { serviceType: serviceType.id, organisation, language, publishedAt, now }
  return { ...about, themes, territories, values: open(serviceType, values) }
}

const confidential = new WeakMap<ServiceType, readonly string[]>()

// What stands on a site would tell of a field it asks about, also those who may not read that field.
function open(serviceType: ServiceType, values: Values): Values {
  const names = confidential.getOrInsertComputed(serviceType, ({ fields }) =>
    fields.filter((one) => one.confidential).map(({ name }) => name),
  )
  if (names.length === 0) return values
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)))
}
