import type { CalendarTerms } from '../pipeline/model/standards.ts'
import { isoDay, type Moment, nextDay, readMoment, timed } from './calendar-moment.ts'
import { weeklyEvents } from './calendar-weeks.ts'
import type { ExportedEntry } from './exported.ts'
import { PARIS, zoneOfTerritories } from './ical-zones.ts'
import { rawItems } from './raw-items.ts'
import { recurrenceLines } from './recurrence-lines.ts'
import { writtenText } from './written-text.ts'

/** An event of a calendar, what is the same for all of an entry left to its writer. */
export interface CalendarEvent {
  readonly uid: string
  /** Zone its times are told in; undefined for whole days. */
  readonly zone: string | undefined
  /** `DTSTART`, `DTEND`, `RRULE`, `EXDATE`, unfolded. */
  readonly when: readonly string[]
  readonly status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED'
  readonly location: string
  readonly organiser: string
}

/** The events of an entry, as its kind declares them: one by its dates, or one per stretch of weekly hours; none without a date. */
export function calendarEvents(entry: ExportedEntry): readonly CalendarEvent[] {
  const terms = entry.serviceType.standards.ical
  if (terms === undefined) return []
  const zone = zoneOfTerritories(entry.territories.map(({ key }) => key))
  const same = { location: locationOf(entry, terms), organiser: textIn(entry, terms.organiser) }
  const status = statusOf(entry, terms)
  const dated = datedEvent(entry, terms, zone)
  if (dated)
    return [{ uid: entry.uri, status: dated.vague && status === 'CONFIRMED' ? 'TENTATIVE' : status, ...dated, ...same }]
  if (terms.hours === undefined) return []
  const closed = terms.closed === undefined ? [] : rawItems(entry.values[terms.closed]).map(writtenText)
  const weeks = { hours: textIn(entry, terms.hours), closed, from: entry.publishedAt, zone }
  return weeklyEvents(weeks).map(({ name, when }) => ({ uid: `${entry.uri}:${name}`, zone, when, status, ...same }))
}

interface Dated {
  readonly zone: string | undefined
  readonly when: readonly string[]
  /** Only the month or the year is known. */
  readonly vague: boolean
}

function datedEvent(entry: ExportedEntry, terms: CalendarTerms, zone: string): Dated | undefined {
  const [start, end] = edgesOf(entry, terms)
  if (start === undefined) return undefined
  const rule = textIn(entry, terms.recurrence)
  // A rule counts weekdays where its clock is read.
  const told = rule === '' ? zone : PARIS
  const recurs = rule === '' ? { end, lines: [] } : recurrenceLines({ text: rule, start, end })
  const stretch = edges(start, recurs.end, told)
  return { zone: start.time === undefined ? undefined : told, when: [...stretch, ...recurs.lines], vague: start.vague }
}

function edgesOf(
  { values }: ExportedEntry,
  { start, end }: CalendarTerms,
): readonly [Moment | undefined, Moment | undefined] {
  const first = start === undefined ? undefined : rawItems(values[start])[0]
  const last = end === undefined ? undefined : rawItems(values[end])[0]
  const period = typeof first === 'object' ? first : undefined
  return [readMoment(period ? (period.start ?? '') : writtenText(first)), readMoment(period?.end ?? writtenText(last))]
}

function edges(start: Moment, end: Moment | undefined, zone: string): readonly string[] {
  if (start.time === undefined) {
    const last = end !== undefined && end.last >= start.first ? end.last : start.last
    return [`DTSTART;VALUE=DATE:${isoDay(start.first)}`, `DTEND;VALUE=DATE:${isoDay(nextDay(last))}`]
  }
  const begins = `DTSTART;TZID=${zone}:${timed(start.first, start.time, zone)}`
  if (end === undefined) return [begins]
  const until = end.time === undefined ? ([nextDay(end.last), '00:00'] as const) : ([end.first, end.time] as const)
  if (`${until[0]}T${until[1]}` <= `${start.first}T${start.time}`) return [begins]
  return [begins, `DTEND;TZID=${zone}:${timed(...until, zone)}`]
}

function statusOf(entry: ExportedEntry, { cancelled, tentative }: CalendarTerms): CalendarEvent['status'] {
  const says = (told: CalendarTerms['cancelled']) => told?.values.includes(textIn(entry, told.field)) === true
  if (says(cancelled)) return 'CANCELLED'
  return says(tentative) ? 'TENTATIVE' : 'CONFIRMED'
}

function locationOf(entry: ExportedEntry, { location }: CalendarTerms): string {
  const [address] = location === undefined ? [] : rawItems(entry.values[location])
  if (typeof address !== 'object') return ''
  const town = [address.postcode, address.town].filter(Boolean).join(' ')
  return [address.street, town].filter(Boolean).join(', ')
}

function textIn({ values }: ExportedEntry, name: string | undefined): string {
  return name === undefined ? '' : writtenText(rawItems(values[name])[0])
}
