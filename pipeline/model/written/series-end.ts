import { type RecurrenceRule, ruleDates } from './recurrence-rules.ts'

/**
 * Last day (`YYYY-MM-DD`) a recurrence may fall on when it starts on that day, null when it has no end; where it ends by a number of times,
 * at worst some days too late.
 */
export function seriesEnd(rule: RecurrenceRule, start: string): string | null {
  const added = ruleDates(rule, 'RDATE').map(dayOf)
  if (!rule.has('FREQ')) return latest([start, ...added])
  const until = rule.get('UNTIL')
  if (until !== undefined) return latest([dayOf(until), ...added])
  const count = rule.get('COUNT')
  return count === undefined ? null : latest([lastOf(rule, Number(count), start), ...added])
}

const DAYS: Readonly<Record<string, number>> = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 }
const DAY = 86_400_000
const FARTHEST = Date.UTC(9999, 11, 31)

function lastOf(rule: RecurrenceRule, count: number, start: string): string {
  const many = rule.get('BYDAY')?.split(',').length ?? rule.get('BYMONTHDAY')?.split(',').length ?? 1
  const days = DAYS[rule.get('FREQ') ?? ''] ?? 1
  // Of several days a week, the first week may hold only some.
  const turns = Math.ceil(count / many) - (many > 1 ? 0 : 1)
  const last = Date.parse(start) + turns * Number(rule.get('INTERVAL') ?? 1) * days * DAY
  return new Date(Math.min(last, FARTHEST)).toISOString().slice(0, 10)
}

function dayOf(compact: string): string {
  return `${compact.slice(0, 4)}-${compact.slice(4, 6)}-${compact.slice(6, 8)}`
}

function latest(days: readonly string[]): string {
  return days.toSorted().at(-1) ?? ''
}
