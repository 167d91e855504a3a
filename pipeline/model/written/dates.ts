import { parisWall } from '../paris.ts'
import { monthNumber } from './months.ts'

/** A date as written: what it does not say is absent; a time with an offset is already turned into Paris wall clock. */
export interface WrittenDate {
  readonly year: number
  readonly month?: number
  readonly day?: number
  readonly hour?: number
  readonly minute?: number
}

/**
 * Reads ISO 8601, `dd/mm/yyyy [hh:mm[:ss]]`, `yyyymmdd`, iCalendar, RFC 822 and long French or English forms; offsets become
 * Europe/Paris. Null when the text is no date, or one the calendar does not have (31/02).
 */
export function writtenDate(text: string): WrittenDate | null {
  if (text.length > 60) return null
  const found =
    plain(text) ??
    figures(ISO.exec(text)) ??
    figures(COMPACT.exec(text)) ??
    numeric(text) ??
    partial(text) ??
    figures(named(text))
  return found === null || !isReal(found) ? null : inParis(found)
}

/** Two figures, padded with a zero. */
export function two(figure: number): string {
  return figure < 10 ? `0${figure}` : String(figure)
}

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD` of a written date. */
export function dateText(date: WrittenDate): string {
  if (date.month === undefined) return String(date.year)
  const month = `${date.year}-${two(date.month)}`
  return date.day === undefined ? month : `${month}-${two(date.day)}`
}

/** Number of days of a month, 1 to 12. */
export function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

interface Found extends WrittenDate {
  /** Minutes east of UTC. */
  readonly offset?: number
}

type Groups = Readonly<Record<string, string | undefined>>

const TIME = String.raw`(?<h>\d{1,2})(?: ?[:hH] ?(?<i>\d{2})?)(?::?(?<s>\d{2})(?:[.,]\d{1,9})?)?(?: ?(?:min)?)`
const ZONE = String.raw`(?: ?(?<zone>[zZ]|[+-]\d{2}:?\d{2}|[+-]\d{2}|ut|utc|gmt|cet|cest|met|mest|UT|UTC|GMT|CET|CEST)(?: \(.*\))?)?`
const ISO = new RegExp(String.raw`^(?<y>\d{4})[-/](?<m>\d{2})[-/](?<d>\d{2})(?:[T ]${TIME}${ZONE})?$`)
const COMPACT = /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})(?:T(?<h>\d{2})(?<i>\d{2})(?<s>\d{2})?(?<zone>Z)?)?$/
const NUMERIC = new RegExp(
  String.raw`^(?<d>\d{1,2})([-/.])(?<m>\d{1,2})\2(?<y>\d{4}|\d{2})(?:(?:,? (?:[aà] )?)${TIME}${ZONE})?$`,
)
const DAY_NAME = String.raw`(?:[a-z]{2,9}\.?,? )?`
const NAMED = new RegExp(
  String.raw`^(?:le )?${DAY_NAME}(?<d>\d{1,2})(?:er|st|nd|rd|th)?[ -](?<name>[a-z]{3,9})\.?,?[ -](?<y>\d{4}|\d{2})(?:,?(?: a| at|,)? ${TIME}${ZONE})?$`,
)
const ENGLISH = new RegExp(
  String.raw`^${DAY_NAME}(?<name>[a-z]{3,9})\.? (?<d>\d{1,2})(?:st|nd|rd|th)?,? (?<y>\d{4})(?:,?(?: at)? ${TIME}${ZONE})?$`,
)
const YEAR_MONTH = /^(?<y>\d{4})(?:-(?<m>\d{2}))?$|^(?<m2>\d{1,2})\/(?<y2>\d{4})$/
const MONTH_YEAR = /^(?<name>[a-z]{3,9})\.? (?<y>\d{4})$/
const PLAIN_ISO = /^(\d{4})-(\d\d)-(\d\d)$/
const PLAIN_FRENCH = /^(\d\d)\/(\d\d)\/(\d{4})$/
const MARKS = /\p{M}/gu
const ZONES: Readonly<Record<string, number>> = { cet: 60, met: 60, cest: 120, mest: 120 }

// The two commonest writings by far: a whole file of them is read without the wider expressions.
function plain(text: string): Found | null {
  if (text.length !== 10) return null
  const [, year, month, day] = PLAIN_ISO.exec(text) ?? []
  if (year !== undefined) return { year: Number(year), month: Number(month), day: Number(day) }
  const [, first, second, third] = PLAIN_FRENCH.exec(text) ?? []
  return third === undefined ? null : { year: Number(third), month: Number(second), day: Number(first) }
}

function numeric(text: string): Found | null {
  return figures(NUMERIC.exec(text))
}

function named(text: string): RegExpExecArray | null {
  if (!/[a-zA-Z]/.test(text)) return null
  const plain = text.normalize('NFD').replace(MARKS, '').toLowerCase()
  return NAMED.exec(plain) ?? ENGLISH.exec(plain) ?? MONTH_YEAR.exec(plain)
}

function partial(text: string): Found | null {
  const groups: Groups | undefined = YEAR_MONTH.exec(text)?.groups
  if (groups === undefined) return null
  const month = groups.m ?? groups.m2
  const year = Number(groups.y ?? groups.y2)
  return month === undefined ? { year } : { year, month: Number(month) }
}

function figures(match: RegExpExecArray | null): Found | null {
  const groups: Groups | undefined = match?.groups
  if (groups === undefined) return null
  const month = groups.name === undefined ? Number(groups.m) : monthNumber(groups.name)
  if (month === null) return null
  const day = groups.d === undefined ? {} : { day: Number(groups.d) }
  const time = groups.h === undefined ? {} : { hour: Number(groups.h), minute: Number(groups.i ?? 0) }
  const zone = groups.zone === undefined ? {} : { offset: minutesOf(groups.zone.toLowerCase()) }
  return { year: fullYear(groups.y ?? ''), month, ...day, ...time, ...zone }
}

function fullYear(text: string): number {
  const year = Number(text)
  if (text.length > 2) return year
  return year < 70 ? 2000 + year : 1900 + year
}

function minutesOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? []
  if (sign === undefined) return ZONES[zone] ?? 0
  const offset = Number(hours) * 60 + Number(minutes ?? 0)
  return sign === '-' ? -offset : offset
}

function isReal(date: Found): boolean {
  const { year, month = 1, day = 1, hour = 0, minute = 0, offset = 0 } = date
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false
  return hour <= 24 && minute <= 59 && (hour < 24 || minute === 0) && Math.abs(offset) <= 14 * 60
}

function inParis(date: Found): WrittenDate {
  const { year, month, day, hour, minute, offset } = date
  if (month === undefined || day === undefined || hour === undefined) return date
  const midnightIsNextDay = hour === 24
  if (offset === undefined && !midnightIsNextDay) return date
  const wall = Date.UTC(year, month - 1, day, hour, minute)
  const paris = new Date(offset === undefined ? wall : parisWall(wall - offset * 60_000))
  return {
    year: paris.getUTCFullYear(),
    month: paris.getUTCMonth() + 1,
    day: paris.getUTCDate(),
    hour: paris.getUTCHours(),
    minute: paris.getUTCMinutes(),
  }
}
