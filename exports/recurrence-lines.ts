import { bareRule, recurrenceRule, ruleDates } from '../pipeline/model/written/recurrence-rules.ts'
import { instant, isoDay, type Moment } from './calendar-moment.ts'
import { utcStamp } from './ical-line.ts'
import { PARIS } from './ical-zones.ts'

interface Recurring {
  /** Text of the recurrence, as its field writes it. */
  readonly text: string
  readonly start: Moment
  readonly end: Moment | undefined
}

interface Recurrence {
  /** End of one of its times. */
  readonly end: Moment | undefined
  readonly lines: readonly string[]
}

/**
 * The `RRULE`, `EXDATE` and `RDATE` of an event. An end more than a day away is the end of them all; `UNTIL` is told as its start
 * is, in UTC or as a day (RFC 5545 §3.3.10).
 */
export function recurrenceLines({ text, start, end }: Recurring): Recurrence {
  const rule = recurrenceRule(text)
  if (rule === null) return { end, lines: [] }
  const series = end !== undefined && end.last > start.last
  const said = rule.get('UNTIL') ?? (series && !rule.has('COUNT') ? lastOf(end) : undefined)
  const bare = bareRule(rule)
    .split(';')
    .filter((part) => part !== '' && !part.startsWith('UNTIL='))
  const until = said === undefined ? [] : [`UNTIL=${untilText(said, start)}`]
  return {
    end: series ? endOfOne(start, end) : end,
    lines: [
      ...(bare.length === 0 ? [] : [`RRULE:${[...bare, ...until].join(';')}`]),
      ...ruleDates(rule, 'EXDATE').map((date) => `EXDATE${dateText(date, start)}`),
      ...ruleDates(rule, 'RDATE').map((date) => `RDATE${dateText(date, start)}`),
    ],
  }
}

// Told as the start is: a day of a series of moments means the one at the usual hour.
function dateText(date: string, { time }: Moment): string {
  if (time === undefined) return `;VALUE=DATE:${date.slice(0, 8)}`
  return `;TZID=${PARIS}:${date.length > 8 ? date.slice(0, 15) : `${date}T${time.replace(':', '')}00`}`
}

function lastOf({ last, time }: Moment): string {
  return `${isoDay(last)}${time === undefined ? '' : `T${time.replace(':', '')}00`}`
}

function untilText(text: string, start: Moment): string {
  const day = text.slice(0, 8)
  if (start.time === undefined) return day
  if (text.endsWith('Z')) return text
  const time = text.length > 8 ? `${text.slice(9, 11)}:${text.slice(11, 13)}` : '23:59'
  return utcStamp(instant(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`, time))
}

// Each time ends at the hour the last one does.
function endOfOne(start: Moment, { time }: Moment): Moment | undefined {
  if (start.time === undefined || time === undefined || time <= start.time) return undefined
  return { ...start, time }
}
