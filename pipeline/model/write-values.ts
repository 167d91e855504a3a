import type { Values } from './entry.ts'
import type { RawValue } from './field-types/field-type.ts'
import { fieldType } from './field-types.ts'
import type { ServiceType } from './service-type.ts'
import { isList } from './written/parts.ts'

/** Raw values that `readValues` reads back to the same; confidential fields included, so keep them from strangers. */
export function writeValues(serviceType: ServiceType, values: Values): Record<string, RawValue> {
  const raw: Record<string, RawValue> = {}
  for (const field of serviceType.fields) {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined
    if (value === undefined || value === null) continue
    const { write } = fieldType(field.type)
    raw[field.name] = field.many && isList(value) ? value.map((item) => write(item)) : write(value)
  }
  return raw
}
