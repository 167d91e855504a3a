import { parisInstant, wallText } from '../model/paris.ts'
import { daysIn } from '../model/written/dates.ts'
import type { ContentLine } from './ical-lines.ts'
import { inParis, type Zone, zoneNamed } from './ical-zones.ts'
import type { Warnings } from './warnings.ts'

/** A moment of a calendar on the clock of Paris. */
export interface CalendarTime {
  /** Milliseconds of its figures in UTC. */
  readonly wall: number
  /** A day of the calendar, without an hour. */
  readonly isDay: boolean
  /** Days by which Paris is ahead of the date written: -1, 0 or 1. */
  readonly shift: number
}

/** Reads the moments of one calendar, whose time zones it knows. */
export type TimeReader = (line: ContentLine) => readonly CalendarTime[]

/**
 * A reader of `DTSTART`, `EXDATE` and their like. What floats counts in the zone the calendar names (`X-WR-TIMEZONE`), else in Paris;
 * a zone that nothing defines does too, with the warning `unknown-time-zone` { value }. What is no date is left out.
 */
export function timeReader(
  zones: ReadonlyMap<string, readonly string[]>,
  { floating, warnings }: { readonly floating: string | undefined; readonly warnings: Warnings },
): TimeReader {
  const known = new Map<string, Zone>()
  const zoneOf = (name: string | undefined): Zone => {
    if (name === undefined || name === '') return parisInstant
    const found = known.get(name) ?? zoneNamed(name, zones)
    if (found === undefined) warnings.add({ code: 'unknown-time-zone', params: { value: name.slice(0, 80) } })
    known.set(name, found ?? parisInstant)
    return found ?? parisInstant
  }
  return ({ params, value }) =>
    value
      .split(',', MOST)
      .map((text) => timeOf(text, () => zoneOf(params.TZID ?? floating)))
      .filter((time) => time !== undefined)
}

/** A day (`2026-03-10`) or a moment (`2026-03-10T09:00`) as fields of dates read it. */
export function timeText({ wall, isDay }: CalendarTime): string {
  return isDay ? wallText(wall).slice(0, 10) : wallText(wall)
}

/** The same as calendars write it: `20260310`, `20260310T090000`. */
export function compactTime(time: CalendarTime): string {
  const text = timeText(time).replace(/[-:]/g, '')
  return time.isDay ? text : `${text}00`
}

/** The moment a duration such as `PT1H30M`, `P1D` or `P2W` after another; undefined when it is none. */
export function timeAfter(start: CalendarTime, duration: string): CalendarTime | undefined {
  const [found, sign, ...figures] = DURATION.exec(duration.trim()) ?? []
  if (found === undefined || sign === '-') return undefined
  const length = figures.reduce((sum, figure, index) => sum + Number(figure ?? 0) * (UNITS[index] ?? 0), 0)
  return { ...start, wall: start.wall + length }
}

/** A day, in milliseconds. */
export const DAY = 86_400_000

const MOST = 500
const DURATION = /^([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/i
const UNITS = [7 * DAY, DAY, 3_600_000, 60_000, 1000]
const WRITTEN = /^\s*(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?(Z)?)?(?:\/.*)?\s*$/i

function timeOf(text: string, zone: () => Zone): CalendarTime | undefined {
  const [found, year = '', month = '', day = '', hour, minute = '', , utc] = WRITTEN.exec(text) ?? []
  if (found === undefined || Number(year) < 1000 || Number(month) < 1 || Number(month) > 12) return undefined
  if (Number(day) < 1 || Number(day) > daysIn(Number(year), Number(month))) return undefined
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day))
  if (hour === undefined) return { wall: date, isDay: true, shift: 0 }
  if (Number(hour) > 24 || Number(minute) > 59) return undefined
  const written = date + Number(hour) * 3_600_000 + Number(minute) * 60_000
  const wall = inParis(written, utc === undefined ? zone() : (instant) => instant)
  return { wall, isDay: false, shift: Math.floor(wall / DAY) - Math.floor(written / DAY) }
}
