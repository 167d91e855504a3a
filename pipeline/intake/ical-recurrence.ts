import { type CalendarEvent, valueIn } from './ical-events.ts'
import { type CalendarTime, compactTime, type TimeReader } from './ical-times.ts'

/**
 * The recurrence of an event as the field type of that name reads it: its rule, the moments left out (those another event replaces
 * among them) and those added; empty when it happens once. Undefined when its rule names days that Paris calls otherwise.
 */
export function recurrenceOf(
  { properties }: CalendarEvent,
  { start, times, replaced }: { start: CalendarTime; times: TimeReader; replaced: readonly string[] },
): string | undefined {
  const rule = valueIn(properties, 'RRULE')
  const moved = start.shift === 0 ? rule : inParisDays(rule, start.shift)
  if (moved === undefined) return undefined
  const moments = (name: string) => (properties.get(name) ?? []).flatMap((line) => times(line)).map(compactTime)
  const left = [...new Set([...moments('EXDATE'), ...(rule === '' ? [] : replaced)])].sort()
  const added = [...new Set(moments('RDATE'))].filter((moment) => !left.includes(moment)).sort()
  if (moved === '' && added.length === 0) return ''
  return [
    ...(moved === '' ? [] : [moved.replace(/;$/, '')]),
    ...(left.length > 0 ? [`EXDATE=${left.join(',')}`] : []),
    ...(added.length > 0 ? [`RDATE=${added.join(',')}`] : []),
  ].join(';')
}

const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

/** The rule when each of its days falls a day later or earlier; undefined when ranks or dates make that another rule. */
function inParisDays(rule: string, shift: number): string | undefined {
  if (/BY(?:MONTHDAY|YEARDAY|WEEKNO|SETPOS)|BYDAY=[^;]*\d/i.test(rule)) return undefined
  return rule.replace(/(BYDAY=)([A-Z,]+)/i, (_, name: string, days: string) => {
    return (
      name +
      days
        .split(',')
        .map((day) => dayAfter(day.toUpperCase(), shift))
        .join(',')
    )
  })
}

function dayAfter(day: string, shift: number): string {
  const index = DAYS.indexOf(day)
  return index === -1 ? day : (DAYS[(index + shift + 7) % 7] ?? day)
}
