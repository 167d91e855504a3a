import type { Values } from '../../../pipeline/model/entry.ts'
import type { Field } from '../../../pipeline/model/field.ts'
import type { RawValue, ShowContext } from '../../../pipeline/model/field-types/field-type.ts'
import { readValues } from '../../../pipeline/model/read-values.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { showValue } from '../../../pipeline/model/show-value.ts'
import { itemsOf, textOfItem } from './field-view.ts'

/** A field two people left differently, each in one line of text. */
export interface Clash {
  readonly field: Field
  readonly theirs: string
  readonly mine: string
}

/** Fields where what was typed differs from what was saved meanwhile. */
export function clashes(sides: {
  readonly serviceType: ServiceType
  readonly raw: Readonly<Record<string, RawValue>>
  readonly values: Values
  readonly show: ShowContext
}): readonly Clash[] {
  const { serviceType, raw, values, show } = sides
  const mine = readValues({ serviceType, raw, context: show }).values
  return serviceType.fields.flatMap((field) => {
    const [there, here] = [values[field.name], mine[field.name]]
    if (JSON.stringify(there) === JSON.stringify(here)) return []
    const said = showValue({ field, value: here, context: show })
    const typed = said === '' ? itemsOf(raw[field.name]).map(textOfItem).join(', ') : said
    return [{ field, theirs: showValue({ field, value: there, context: show }), mine: typed }]
  })
}
