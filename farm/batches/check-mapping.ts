import type { Mapping } from '../../pipeline/intake/mapping/mapping.ts'
import { fieldType } from '../../pipeline/model/field-types.ts'
import type { Problem } from '../../pipeline/model/problem.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'

/** Rules of a mapping that name nothing of the service type: `unknown-field` { value }, with the field they stand for. */
export function mappingFaults(mapping: Mapping, { fields }: ServiceType): readonly Problem[] {
  return Object.keys(mapping.fields).flatMap((to) => {
    const [name = '', part, ...more] = to.split('.')
    const field = fields.find((one) => one.name === name)
    const known = field && more.length === 0 && (part === undefined || fieldType(field.type).parts?.includes(part))
    return known ? [] : [{ code: 'unknown-field', field: to.slice(0, 80), params: { value: to.slice(0, 80) } }]
  })
}
