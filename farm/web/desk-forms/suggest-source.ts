import type { Field } from '../../../pipeline/model/field.ts'

/** Where a field's suggestions come from, as a path of the desk that takes `q`. */
export function suggestSource(field: Field): string {
  if (field.type === 'territory') return `/api/places?levels=${(field.levels ?? []).join(',')}`
  if (field.type === 'reference') return `/api/entries?type=${field.target ?? ''}`
  return `/api/terms?vocabulary=${field.vocabulary ?? 'themes'}`
}
