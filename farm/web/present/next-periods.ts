import type { Values } from '../../../pipeline/model/entry.ts'
import type { StoredValue } from '../../../pipeline/model/field-types/field-type.ts'
import { instantOf } from '../../../pipeline/model/instant.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { isList } from '../../../pipeline/model/written/parts.ts'

/** The values as a glance needs them: of several periods of one field the next that is not over at that instant, else the last. */
export function nextPeriods({ fields }: ServiceType, values: Values, now: number): Values {
  const several = fields.filter(({ type, many, name }) => type === 'period' && many && isList(values[name]))
  if (several.length === 0) return values
  const next = several.flatMap(({ name }) => {
    const one = nextOf(values[name], now)
    return one === undefined ? [] : [[name, one] as const]
  })
  return { ...values, ...Object.fromEntries(next) }
}

/** Whether a period is over at that instant. */
export function isOver(period: StoredValue, now: number): boolean {
  return (instantOf(period, 'period', 'end') ?? Number.POSITIVE_INFINITY) <= now
}

function nextOf(value: StoredValue | undefined, now: number): StoredValue | undefined {
  const periods = isList(value) ? value.toSorted((one, other) => startOf(one) - startOf(other)) : []
  return periods.find((one) => !isOver(one, now)) ?? periods.at(-1)
}

function startOf(period: StoredValue): number {
  return instantOf(period, 'period', 'start') ?? 0
}
