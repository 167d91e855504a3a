import type { RawValue } from '../model/field-types/field-type.ts'
import { ok, type Problem, type Result } from '../model/problem.ts'
import { type Calendar, type CalendarEvent, readCalendar, valueIn } from './ical-events.ts'
import { type CalendarFields, calendarFields } from './ical-fields.ts'
import { textOfValue } from './ical-lines.ts'
import { recurrenceOf } from './ical-recurrence.ts'
import { type CalendarContext, textsOf } from './ical-texts.ts'
import { type CalendarTime, DAY, timeAfter, timeText } from './ical-times.ts'
import type { Intake, IntakeItem, IntakeText } from './reader.ts'

/** Whether a text is a calendar (or events without one). */
export function isCalendar(text: string): boolean {
  return /^\s*BEGIN[ \t]*:[ \t]*V(?:CALENDAR|EVENT|TIMEZONE)\b/i.test(text.slice(0, 200))
}

/**
 * Reads iCalendar (RFC 5545), non-conformant files included: each event is one item on the clock of Paris, a series keeps its rule with
 * what is left out and added, the moments of it that were moved are items of their own. What is taken back (`METHOD:CANCEL`, or cancelled
 * where the kind cannot say so) is gone. Warnings: `truncated-calendar` { items }, `unknown-time-zone` { value }, `unknown-theme` { value },
 * `tentative-event` and `untold-recurrence` on a line.
 */
export function readIcal({ text, options, warnings }: IntakeText): Result<Intake> {
  const calendar = readCalendar(text, warnings)
  const context = { calendar, options, warnings, fields: calendarFields(options.serviceType) }
  const items = { [Symbol.iterator]: () => calendar.events.values().map((event) => itemOf(event, context)) }
  return ok({ format: 'ical', warnings: warnings.list, items })
}

function itemOf(written: CalendarEvent, context: CalendarContext): IntakeItem {
  const { calendar, fields } = context
  const { line, identity: externalId } = written
  if (isGone(written, context)) return { line, raw: {}, externalId, gone: true, problems: [] }
  const event = asInstance(written, calendar)
  const problems: Problem[] = []
  const raw: Record<string, RawValue> = {}
  for (const [field, value] of [...momentsOf(event, context, problems), ...textsOf(event, context)]) {
    if (field !== undefined && value !== undefined && value.length !== 0) raw[field.name] ??= value
  }
  if (fields.status !== undefined) raw[fields.status.name] = statusOf(event, context)
  return { line, raw, externalId, problems }
}

function isGone({ properties, replaces }: CalendarEvent, { calendar, fields }: CalendarContext): boolean {
  if (valueIn(calendar.properties, 'METHOD').toUpperCase() === 'CANCEL') return true
  const cancelled = valueIn(properties, 'STATUS').toUpperCase() === 'CANCELLED'
  return cancelled && (fields.status === undefined || replaces !== undefined)
}

const INHERITED = ['SUMMARY', 'LOCATION', 'CATEGORIES', 'ORGANIZER', 'URL'] as const

// Programs write of a moved moment only what moved; a title or a place it does not repeat is that of its series.
function asInstance(event: CalendarEvent, calendar: Calendar): CalendarEvent {
  if (event.replaces === undefined) return event
  const series = calendar.series.get(event.uid)
  const lacking = INHERITED.filter((name) => !event.properties.has(name))
  const lent = lacking.flatMap((name) => {
    const lines = series?.properties.get(name)
    return lines === undefined ? [] : [[name, lines] as const]
  })
  return lent.length === 0 ? event : { ...event, properties: new Map([...event.properties, ...lent]) }
}

type Pair = readonly [CalendarFields['title'], RawValue | undefined]

function momentsOf(event: CalendarEvent, context: CalendarContext, problems: Problem[]): readonly Pair[] {
  const { calendar, fields, warnings } = context
  const [start] = event.properties.get('DTSTART')?.slice(0, 1).flatMap(calendar.times) ?? []
  if (start === undefined) {
    const field = (fields.start ?? fields.period)?.name
    const value = textOfValue(valueIn(event.properties, 'DTSTART')).slice(0, 80)
    const at = { line: event.line, ...(field === undefined ? {} : { field }) }
    if (value !== '') problems.push({ code: 'not-a-date', ...at, params: { value } })
    return []
  }
  const end = endOf(event, calendar, start)
  const replaced = calendar.replaced.get(event.uid) ?? []
  const recurrence = event.replaces === undefined ? recurrenceOf(event, { start, times: calendar.times, replaced }) : ''
  if (recurrence === undefined) warnings.add({ code: 'untold-recurrence', line: event.line })
  const day = (time: CalendarTime) => timeText(time).slice(0, 10)
  return [
    [fields.start, fields.start?.type === 'datetime' ? timeText(start) : day(start)],
    [fields.end, end && (fields.end?.type === 'datetime' ? timeText(end) : day(end))],
    [fields.period, end === undefined ? { start: day(start), end: '' } : { start: day(start), end: day(end) }],
    [fields.recurrence, recurrence],
  ]
}

/** When it ends; nothing for a single day. Days end before the one written, but many programs write the last one. */
function endOf(event: CalendarEvent, { times }: Calendar, start: CalendarTime): CalendarTime | undefined {
  const [written] = event.properties.get('DTEND')?.slice(0, 1).flatMap(times) ?? []
  const end = written ?? timeAfter(start, valueIn(event.properties, 'DURATION'))
  if (end === undefined || end.wall <= start.wall) return undefined
  if (!start.isDay) return end
  const last = { ...end, isDay: true, wall: Math.floor((end.wall - 1) / DAY) * DAY }
  return last.wall > start.wall ? last : undefined
}

function statusOf({ properties, line }: CalendarEvent, { fields, warnings }: CalendarContext): string {
  const status = valueIn(properties, 'STATUS').toUpperCase()
  if (status === 'CANCELLED') return fields.cancelled
  if (status === 'TENTATIVE') warnings.add({ code: 'tentative-event', line })
  const codes = fields.status?.choices?.map(({ code }) => code) ?? []
  const sure = codes.find((code) => code === 'confirmed') ?? ''
  return status === 'TENTATIVE' ? (fields.tentative ?? sure) : sure
}
