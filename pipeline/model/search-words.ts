import type { Values } from './entry.ts'
import type { ReadContext } from './field-types/field-type.ts'
import { fieldType } from './field-types.ts'
import type { ServiceType } from './service-type.ts'
import { isList, storedText } from './written/parts.ts'

/** What the search index keeps of an entry: its title, and the words of its other fields; confidential fields never. */
export function searchWords(searched: {
  readonly serviceType: ServiceType
  readonly values: Values
  readonly context: ReadContext
}): { readonly title: string; readonly text: string } {
  const { serviceType, values, context } = searched
  const texts: string[] = []
  for (const field of serviceType.fields) {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined
    if (value === undefined || value === null || field.confidential || field.name === 'title') continue
    const { words } = fieldType(field.type)
    for (const item of isList(value) ? value : [value]) texts.push(words(item, field, context))
  }
  return { title: storedText(values.title ?? ''), text: texts.filter((text) => text !== '').join('\n') }
}
