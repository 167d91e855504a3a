import type { Values } from './model/entry.ts'
import type { Field } from './model/field.ts'
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
  const { order, lifetime } = serviceType
  const said = { serviceType, values }
  const until = endOf(said, 'valid_until')
  const over = lifetimeEnd(said)
  const aged = lifetime.months === undefined ? null : monthsAfter(publishedAt, lifetime.months)
  return {
    validFrom: startOf(said, 'valid_from'),
    validUntil: sooner(sooner(until, over), aged),
    sortAt: (order && startOf(said, order.field)) ?? publishedAt,
  }
}

function sooner(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other
  return Math.min(one, other)
}

interface Said {
  readonly serviceType: ServiceType
  readonly values: Values
}

function lifetimeEnd(said: Said): number | null {
  const { field, days = 0 } = said.serviceType.lifetime
  if (!field) return null
  const end = endOf(said, field) ?? happeningEnd(said)
  const series = end === null ? undefined : lastDay(said)
  if (end === null || series === null) return null
  return Math.max(end, series === undefined ? end : (instantOf(series, 'date', 'end') ?? end)) + days * DAY
}

/** Day a repeated happening ends on, null when it never does; undefined when it happens once. */
function lastDay({ serviceType, values }: Said): string | null | undefined {
  const { order, fields } = serviceType
  const name = order?.upcoming ? fields.find(({ type }) => type === 'recurrence')?.name : undefined
  const rule = name === undefined ? null : recurrenceRule(storedText(values[name] ?? ''))
  const start = storedText(values[order?.field ?? ''] ?? '').slice(0, 10)
  return rule === null || start.length < 10 ? undefined : seriesEnd(rule, start)
}

// What is announced ends with its start where nothing else is said; what is dated by its past has no known end.
function happeningEnd(said: Said): number | null {
  const { order } = said.serviceType
  return order?.upcoming ? endOf(said, order.field) : null
}

const DAY = 86_400_000

function monthsAfter(instant: number, months: number): number {
  const date = new Date(instant)
  date.setUTCMonth(date.getUTCMonth() + months)
  return date.getTime()
}

function startOf(said: Said, name: string): number | null {
  const field = fieldSaid(said, name)
  return field ? instantOf(said.values[name], field.type, 'start') : null
}

function endOf(said: Said, name: string): number | null {
  const field = fieldSaid(said, name)
  return field ? instantOf(said.values[name], field.type, 'end') : null
}

function fieldSaid({ serviceType, values }: Said, name: string): Field | undefined {
  return values[name] === undefined ? undefined : serviceType.fields.find((field) => field.name === name)
}
