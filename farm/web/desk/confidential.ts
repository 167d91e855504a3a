import type { Values } from '../../../pipeline/model/entry.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { showValue } from '../../../pipeline/model/show-value.ts'
import type { Fact } from '../components/shapes.ts'
import type { Visit } from '../visit.ts'

/** Values only the staff ever see, written out. */
export function confidentialFacts({ show, language }: Visit, serviceType: ServiceType, values: Values): Fact[] {
  return serviceType.fields.flatMap((field) => {
    if (!field.confidential) return []
    const value = showValue({ field, value: values[field.name], context: show })
    return value === '' ? [] : [{ label: inLanguage(field.label, language), value }]
  })
}
