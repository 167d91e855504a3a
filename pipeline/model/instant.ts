import type { FieldTypeId } from './field.ts'
import type { StoredValue } from './field-types/field-type.ts'
import { parisInstant } from './paris.ts'
import { isList, storedPart, storedText } from './written/parts.ts'

/**
 * Instant (ms) at which a stored date-like value starts, or ends (the first instant after it), in Europe/Paris: a day ends at the next
 * midnight, a moment when it starts. Several values count by their earliest start and latest end. Null for any other type or no date.
 */
export function instantOf(value: StoredValue | undefined, type: FieldTypeId, edge: 'start' | 'end'): number | null {
  if (value === undefined || value === null) return null
  if (isList(value))
    return outermost(
      value.map((item) => instantOf(item, type, edge)),
      edge,
    )
  if (type === 'period') return ofText(storedPart(value, edge) || storedPart(value, 'start'), edge)
  return DATE_LIKE.has(type) ? ofText(storedText(value), edge) : null
}

/** Field types `instantOf` understands: those an order or a lifetime may go by. */
export const DATE_LIKE: ReadonlySet<FieldTypeId> = new Set(['date', 'partial-date', 'datetime', 'period'] as const)

const STORED = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2}))?)?)?$/

// An import says the same days line after line.
const held = { start: new Map<string, number | null>(), end: new Map<string, number | null>() }
const MOST = 5000

function ofText(text: string, edge: 'start' | 'end'): number | null {
  const known = held[edge].get(text)
  if (known !== undefined) return known
  const instant = reckoned(text, edge)
  if (held[edge].size >= MOST) held[edge].clear()
  held[edge].set(text, instant)
  return instant
}

function reckoned(text: string, edge: 'start' | 'end'): number | null {
  const [found, year, month, day, hour, minute] = STORED.exec(text) ?? []
  if (found === undefined) return null
  if (hour !== undefined) {
    return parisInstant(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)))
  }
  const after = edge === 'end' ? 1 : 0
  if (day !== undefined) return parisInstant(Date.UTC(Number(year), Number(month) - 1, Number(day) + after))
  if (month !== undefined) return parisInstant(Date.UTC(Number(year), Number(month) - 1 + after, 1))
  return parisInstant(Date.UTC(Number(year) + after, 0, 1))
}

function outermost(instants: readonly (number | null)[], edge: 'start' | 'end'): number | null {
  const known = instants.filter((instant) => instant !== null)
  if (known.length === 0) return null
  return edge === 'start' ? Math.min(...known) : Math.max(...known)
}
