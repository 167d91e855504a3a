import type { Facets, Values } from './entry.ts'
import type { StoredValue } from './field-types/field-type.ts'
import type { ServiceType } from './service-type.ts'
import { isList, storedPart, storedText } from './written/parts.ts'

/** Themes and territories of an entry's values: every term of the vocabulary `themes`, every territory, the commune of every address. */
export function facetsOf(serviceType: ServiceType, values: Values): Facets {
  const themes = new Set<string>()
  const territories = new Set<string>()
  for (const field of serviceType.fields) {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined
    if (value === undefined || value === null) continue
    const items = isList(value) ? value : [value]
    if (field.type === 'term' && (field.vocabulary ?? 'themes') === 'themes') addAll(themes, items, storedText)
    if (field.type === 'territory') addAll(territories, items, storedText)
    if (field.type === 'address') addAll(territories, items, (item) => storedPart(item, 'commune'))
  }
  return { themes: [...themes], territories: [...territories] }
}

function addAll(codes: Set<string>, items: readonly StoredValue[], codeOf: (item: StoredValue) => string): void {
  for (const item of items) {
    const code = codeOf(item)
    if (code !== '') codes.add(code)
  }
}
