import type { Facets, Values } from './entry.ts'
import type { Field } from './field.ts'
import type { ServiceType } from './service-type.ts'
import { isList, storedPart, storedText } from './written/parts.ts'

/** Themes and territories of an entry's values: every term of the vocabulary `themes`, every territory, the commune of every address. */
export function facetsOf(serviceType: ServiceType, values: Values): Facets {
  const themes: string[] = []
  const territories: string[] = []
  for (const field of telling.getOrInsertComputed(serviceType, tellingFields)) {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined
    if (value === undefined || value === null) continue
    const codes = field.type === 'term' ? themes : territories
    for (const item of isList(value) ? value : [value]) {
      const code = field.type === 'address' ? storedPart(item, 'commune') : storedText(item)
      if (code !== '' && !codes.includes(code)) codes.push(code)
    }
  }
  return { themes, territories }
}

const telling = new WeakMap<ServiceType, readonly Field[]>()

function tellingFields({ fields }: ServiceType): readonly Field[] {
  const isTheme = ({ type, vocabulary = 'themes' }: Field) => type === 'term' && vocabulary === 'themes'
  return fields.filter((field) => isTheme(field) || field.type === 'territory' || field.type === 'address')
}
