import type { Values } from './model/entry.ts'
import { instantOf } from './model/instant.ts'
import type { ServiceType } from './model/service-type.ts'
import { storedText } from './model/written/parts.ts'
import { recurrenceRule } from './model/written/recurrence-rules.ts'
import { seriesEnd } from './model/written/series-end.ts'

/** When an entry starts and stops showing, and where lists place it; instants in milliseconds. */
export interface Dates {
  readonly validFrom: number | null
  readonly validUntil: number | null
  readonly sortAt: number
}

/** Reads an entry's dates from its own values and its kind's declared lifetime, whichever ends first. */
export function datesOf(serviceType: ServiceType, values: Values, publishedAt: number): Dates {
  const ends = [
    valueInstant(serviceType, values, { field: 'valid_until', edge: 'end' }),
    lifetimeEnd(serviceType, values),
    serviceType.lifetime.months === undefined ? null : monthsAfter(publishedAt, serviceType.lifetime.months),
  ].filter((end) => end !== null)
  const order =
    serviceType.order && valueInstant(serviceType, values, { field: serviceType.order.field, edge: 'start' })
  return {
    validFrom: valueInstant(serviceType, values, { field: 'valid_from', edge: 'start' }),
    validUntil: ends.length > 0 ? Math.min(...ends) : null,
    sortAt: order ?? publishedAt,
  }
}

function lifetimeEnd(serviceType: ServiceType, values: Values): number | null {
  const { field, days = 0 } = serviceType.lifetime
  if (!field) return null
  const end = valueInstant(serviceType, values, { field, edge: 'end' }) ?? happeningEnd(serviceType, values)
  const series = end === null ? undefined : lastDay(serviceType, values)
  if (end === null || series === null) return null
  return Math.max(end, series === undefined ? end : (instantOf(series, 'date', 'end') ?? end)) + days * DAY
}

/** Day a repeated happening ends on, null when it never does; undefined when it happens once. */
function lastDay(serviceType: ServiceType, values: Values): string | null | undefined {
  const { order, fields } = serviceType
  const name = order?.upcoming ? fields.find(({ type }) => type === 'recurrence')?.name : undefined
  const rule = name === undefined ? null : recurrenceRule(storedText(values[name] ?? ''))
  const start = storedText(values[order?.field ?? ''] ?? '').slice(0, 10)
  return rule === null || start.length < 10 ? undefined : seriesEnd(rule, start)
}

// What is announced ends with its start where nothing else is said; what is dated by its past has no known end.
function happeningEnd(serviceType: ServiceType, values: Values): number | null {
  const { order } = serviceType
  return order?.upcoming ? valueInstant(serviceType, values, { field: order.field, edge: 'end' }) : null
}

const DAY = 86_400_000

function monthsAfter(instant: number, months: number): number {
  const date = new Date(instant)
  date.setUTCMonth(date.getUTCMonth() + months)
  return date.getTime()
}

function valueInstant(
  serviceType: ServiceType,
  values: Values,
  { field: name, edge }: { field: string; edge: 'start' | 'end' },
): number | null {
  const value = values[name]
  if (value === undefined) return null
  const field = serviceType.fields.find((one) => one.name === name)
  return field ? instantOf(value, field.type, edge) : null
}
