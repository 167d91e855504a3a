import { fold } from '../../model/fold.ts'
import { daysIn, two, writtenDate } from '../../model/written/dates.ts'
import { monthNumber } from '../../model/written/months.ts'

/** Reads a date as people wrote it and gives it as ISO 8601; nothing where it is not written so. */
export type DateReader = (text: string) => string | undefined

/**
 * A reader of dates written in the letters `yyyy yy MM dd HH mm ss` and `MMMM` for the name of a month; other signs stand for themselves,
 * a time that follows is left out unless the letters say it. `auto` knows the usual forms, `excel` the serial numbers of workbooks,
 * `unix` seconds or milliseconds.
 */
export function dateReader(pattern: string): DateReader {
  if (pattern === 'auto') return usual
  if (pattern === 'excel') return serial
  if (pattern === 'unix') return seconds
  const expression = expressionOf(pattern)
  return (text) => {
    const groups = text.length > 100 ? undefined : expression.exec(text)?.groups
    return groups && dateOf(groups)
  }
}

function usual(text: string): string | undefined {
  const found = writtenDate(text)
  if (found?.day === undefined || found.month === undefined) return undefined
  const { year, month, day, hour, minute = 0 } = found
  return iso({ year, month, day, hour, minute })
}

const DAY = 86_400_000
// Excel holds 1900 for a leap year: its days are counted from the day before the first that never was.
const FIRST_SERIAL = Date.UTC(1899, 11, 30)

function serial(text: string): string | undefined {
  if (!/^\d{1,6}(?:[.,]\d{1,12})?$/.test(text)) return undefined
  return moment(FIRST_SERIAL + Math.round((Number(text.replace(',', '.')) * DAY) / 60_000) * 60_000)
}

function seconds(text: string): string | undefined {
  if (/^\d{9,10}$/.test(text)) return moment(Number(text) * 1000)
  return /^\d{12,13}$/.test(text) ? moment(Number(text)) : undefined
}

function moment(milliseconds: number): string {
  const [day = '', time = ''] = new Date(milliseconds).toISOString().split('T')
  const minutes = time.slice(0, 5)
  return minutes === '00:00' ? day : `${day}T${minutes}`
}

const LETTERS = /yyyy|yy|MMMM|MM?|dd?|HH?|mm|ss|[^a-zA-Z]|[a-zA-Z]/g
const GROUPS: Readonly<Record<string, readonly [name: string, loose: string, fixed: string]>> = {
  yyyy: ['y', '\\d{4}', '\\d{4}'],
  yy: ['y', '\\d{2}', '\\d{2}'],
  MMMM: ['name', '\\p{L}{3,12}\\.?', '\\p{L}{3,12}\\.?'],
  MM: ['m', '\\d{1,2}', '\\d{2}'],
  M: ['m', '\\d{1,2}', '\\d{1,2}'],
  dd: ['d', '\\d{1,2}(?:er)?', '\\d{2}'],
  d: ['d', '\\d{1,2}(?:er)?', '\\d{1,2}'],
  HH: ['h', '\\d{1,2}', '\\d{2}'],
  H: ['h', '\\d{1,2}', '\\d{1,2}'],
  mm: ['i', '\\d{2}', '\\d{2}'],
  ss: ['s', '\\d{2}', '\\d{2}'],
}

function expressionOf(pattern: string): RegExp {
  const tokens = pattern.slice(0, 60).match(LETTERS) ?? []
  // Without signs between them only the width tells figures apart.
  const compact = /^[yMd]+(?:[Hms]+)?$/.test(pattern)
  const seen = new Set<string>()
  const pieces = tokens.map((token) => {
    const [name, loose, fixed] = GROUPS[token] ?? []
    if (name === undefined) return token === ' ' ? '\\s+' : RegExp.escape(token)
    if (seen.has(name)) return compact ? fixed : loose
    seen.add(name)
    return `(?<${name}>${compact ? fixed : loose})`
  })
  const rest = seen.has('h') ? '(?:[:.,]?\\d{1,9})?' : '(?:[T ,].{0,40})?'
  return new RegExp(`^\\s*(?:\\p{L}{2,9}\\.?,?\\s+)?${pieces.join('')}${rest}\\s*$`, 'u')
}

function dateOf(groups: Readonly<Record<string, string | undefined>>): string | undefined {
  const { y = '', m, name, d = '1', h, i = '0' } = groups
  const year = y.length === 2 ? Number(y) + (Number(y) < 70 ? 2000 : 1900) : Number(y)
  const month = name === undefined ? Number(m ?? '1') : (monthNumber(fold(name)) ?? 0)
  const day = Number(d.replace('er', ''))
  return iso({ year, month, day, hour: h === undefined ? undefined : Number(h), minute: Number(i) })
}

interface Moment {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number | undefined
  readonly minute: number
}

function iso({ year, month, day, hour, minute }: Moment): string | undefined {
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
  const date = `${year}-${two(month)}-${two(day)}`
  if (hour === undefined) return date
  return hour > 23 || minute > 59 ? undefined : `${date}T${two(hour)}:${two(minute)}`
}
