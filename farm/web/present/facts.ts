import type { Values } from '../../../pipeline/model/entry.ts'
import type { Field } from '../../../pipeline/model/field.ts'
import type { ShowContext } from '../../../pipeline/model/field-types/field-type.ts'
import { DATE_LIKE, instantOf } from '../../../pipeline/model/instant.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { showValue } from '../../../pipeline/model/show-value.ts'
import type { Fact } from '../components/shapes.ts'
import { isoDay } from './dates.ts'
import { fieldLabel } from './field-label.ts'

/** Written facts of an entry for these fields, in order; confidential and empty ones left out. */
export function factsOf(
  names: readonly string[],
  {
    serviceType,
    values,
    show,
  }: { readonly serviceType: ServiceType; readonly values: Values; readonly show: ShowContext },
): Fact[] {
  return names.flatMap((name) => {
    const field = serviceType.fields.find((one) => one.name === name)
    return field && !field.confidential ? factOf(field, values, show) : []
  })
}

function factOf(field: Field, values: Values, show: ShowContext): Fact[] {
  const value = values[field.name]
  const text = showValue({ field, value, context: show })
  if (text === '') return []
  const instant = DATE_LIKE.has(field.type) ? instantOf(value, field.type, 'start') : null
  const href = typeof value === 'string' ? linkOf(field, value) : undefined
  return [
    {
      label: fieldLabel(field, value, show.language),
      value: text,
      ...(href ? { href } : {}),
      ...(instant === null ? {} : { datetime: isoDay(instant) }),
    },
  ]
}

function linkOf(field: Field, value: string): string | undefined {
  if (field.type === 'url') return value
  if (field.type === 'email') return `mailto:${value}`
  return field.type === 'phone' ? `tel:${value}` : undefined
}
