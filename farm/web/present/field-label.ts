import type { Field } from '../../../pipeline/model/field.ts'
import type { StoredValue } from '../../../pipeline/model/field-types/field-type.ts'
import { inLanguage, type Language } from '../../../pipeline/model/local-text.ts'
import { isList } from '../../../pipeline/model/written/parts.ts'

/** Words beside a field's value as it is shown: of several values only one is, at a glance. */
export function fieldLabel(field: Field, value: StoredValue | undefined, language: Language): string {
  const several = isList(value) && value.length > 1
  return inLanguage(several ? field.label : (field.single ?? field.label), language)
}
