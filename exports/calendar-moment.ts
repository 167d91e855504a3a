import { parisInstant, TIME_ZONE } from '../pipeline/model/paris.ts'

/** A written date: its first and last day (`YYYY-MM-DD`), and its time in Paris where it has one. */
export interface Moment {
  readonly first: string
  readonly last: string
  readonly time: string | undefined
  /** Only its month or its year is known. */
  readonly vague: boolean
}

/** Reads a date, a partial one or a moment as fields write them; midnight is how a moment says that it is a day. */
export function readMoment(text: string): Moment | undefined {
  const [found, year, month, day, time] = WRITTEN.exec(text) ?? []
  if (found === undefined) return undefined
  const first = `${year}-${month ?? '01'}-${day ?? '01'}`
  if (day !== undefined) return { first, last: first, time: time === '00:00' ? undefined : time, vague: false }
  // Day 0 of the month after is the last one of this.
  const last = Date.UTC(Number(year), month === undefined ? 12 : Number(month), 0)
  return { first, last: dayText(last), time: undefined, vague: true }
}

/** A day as calendars write it: `20261122`. */
export function isoDay(day: string): string {
  return day.replaceAll('-', '')
}

/** The day after, `YYYY-MM-DD`. */
export function nextDay(day: string): string {
  return dayText(Date.parse(`${day}T00:00:00Z`) + 86_400_000)
}

/** A moment of Paris as the wall clock of a zone shows it: `20261122T140000`. */
export function timed(day: string, ...[time, zone]: [string, string]): string {
  if (zone === TIME_ZONE) return `${isoDay(day)}T${time.replace(':', '')}00`
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  return wall.format(instant(day, time)).replace(/[-:]/g, '').replace(' ', 'T')
}

/** Instant (ms) of a moment of Paris. */
export function instant(day: string, time: string): number {
  return parisInstant(Date.parse(`${day}T${time}:00Z`))
}

const WRITTEN = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}:\d{2}))?)?)?$/

function dayText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10)
}
