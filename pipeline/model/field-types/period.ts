import { inLanguage } from '../local-text.ts'
import { showDate } from '../typography.ts'
import { WORDS } from '../words.ts'
import { cleanLine } from '../written/clean.ts'
import { readPartialDate } from '../written/partial-dates.ts'
import { part, storedPart } from '../written/parts.ts'
import { BLANK, read, refused, refusedPart } from '../written/reading.ts'
import type { FieldType, Reading } from './field-type.ts'

/**
 * A stretch of time, stored `{ start, end? }` as partial dates, both included; text `start/end` (ISO 8601) or `du … au …`.
 * Problems: `not-a-date` (on a part), `end-before-start` on `end`.
 */
export const period: FieldType = {
  id: 'period',
  parts: ['start', 'end'],
  read(raw) {
    if (typeof raw !== 'string') return periodOf(part(raw, 'start'), part(raw, 'end'))
    const text = cleanLine(raw)
    if (text === '') return BLANK
    if (text.length > 120) return refused('not-a-date', text)
    const whole = readPartialDate(text)
    if (whole !== null) return whole === '' ? BLANK : read({ start: whole })
    const [start, end] = split(text.replace(PREFIX, ''))
    return end === undefined ? refused('not-a-date', text) : periodOf(completed(start, end), end)
  },
  write(value) {
    const end = storedPart(value, 'end')
    return end === '' ? { start: storedPart(value, 'start') } : { start: storedPart(value, 'start'), end }
  },
  show(value, _field, { language }) {
    const [start, end] = [storedPart(value, 'start'), storedPart(value, 'end')]
    if (end === '' || end === start) return showDate(start, language)
    const days = start.length === 10 && end.length === 10
    const range = `${showDate(start, language)} ${days ? inLanguage(WORDS.to, language) : '–'} ${showDate(end, language)}`
    return days ? `${inLanguage(WORDS.from, language)} ${range}` : range
  },
  words: () => '',
}

const PREFIX = /^(?:du|de|from)\s+/i
const ISO_INTERVAL = /^(\d{4}(?:-?\d{2}){0,2})\/(\d{4}(?:-?\d{2}){0,2}|\.\.|)$/
const YEARS = /^(\d{4})\s?[-–]\s?(\d{4})$/
const BETWEEN = /\s+(?:au|à|a|to|[-–—])\s+/i

function split(text: string): readonly [string, string?] {
  const [, start, end] = ISO_INTERVAL.exec(text) ?? YEARS.exec(text) ?? []
  if (start !== undefined) return [start, end === '..' ? '' : (end ?? '')]
  const [from = '', to, ...more] = text.split(BETWEEN)
  return more.length > 0 ? [text] : to === undefined ? [from] : [from, to]
}

// « du 3 au 7 mars 2026 », « du 28 février au 7 mars 2026 »: the start borrows what only the end says.
function completed(start: string, end: string): string {
  const [, month, year] = /^\d{1,2}(?:er)?\s+(\p{L}+\.?)\s+(\d{4})$/u.exec(end) ?? []
  if (month === undefined || year === undefined) return start
  if (/^\d{1,2}(?:er)?$/.test(start)) return `${start} ${month} ${year}`
  return /^\d{1,2}(?:er)?\s+\p{L}+\.?$/u.test(start) ? `${start} ${year}` : start
}

function periodOf(from: string, to: string): Reading {
  if (from === '' && to === '') return BLANK
  const start = readPartialDate(from)
  if (start === null || start === '')
    return start === '' || from === '' ? missingStart(to) : refusedPart('start', 'not-a-date', from)
  const end = to === '' ? '' : readPartialDate(to)
  if (end === null) return refusedPart('end', 'not-a-date', to)
  if (end === '') return read({ start })
  const length = Math.min(start.length, end.length)
  if (end.slice(0, length) < start.slice(0, length)) return refusedPart('end', 'end-before-start')
  return read({ start, end })
}

function missingStart(end: string): Reading {
  return end === '' || readPartialDate(end) === '' ? BLANK : refusedPart('start', 'required')
}
