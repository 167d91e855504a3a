import type { Field } from './field.ts'
import type { ShowContext, StoredValue } from './field-types/field-type.ts'
import { fieldType } from './field-types.ts'
import { isList } from './written/parts.ts'

/** One line of plain text for the value of a field in the reader's language; the items of a `many` field are joined by commas. */
export function showValue(shown: {
  readonly field: Field
  readonly value: StoredValue | undefined
  readonly context: ShowContext
}): string {
  const { field, value, context } = shown
  if (value === undefined || value === null) return ''
  const { show } = fieldType(field.type)
  // Opening hours hold lists inside their record, never at the top: a list here is a `many` field.
  return isList(value) ? value.map((item) => show(item, field, context)).join(', ') : show(value, field, context)
}
