import { inLanguage, type Language } from '../local-text.ts'
import { NBSP, NNBSP, showTime } from '../typography.ts'
import { WORDS } from '../words.ts'
import { cleanLines } from '../written/clean.ts'
import { DAYS, type Day } from '../written/days.ts'
import { type OpeningHours, openingHours as parse, type Span } from '../written/hours.ts'
import { isList, isRecord } from '../written/parts.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import type { FieldType, StoredValue } from './field-type.ts'

/**
 * Weekly hours, stored `{ mon: [['09:00', '12:30']], … }`, closed days left out; reads French and English texts or one text per day
 * (`{ mon: '9h-12h' }`), writes an OpenStreetMap-like line. Problem: `not-opening-hours`.
 */
export const openingHours: FieldType = {
  id: 'opening-hours',
  read(raw) {
    const text = cleanLines(typeof raw === 'string' ? raw : dayByDay(raw))
    if (text === '') return BLANK
    const hours = text.length > 1000 ? null : parse(text)
    return hours === null ? refused('not-opening-hours', text) : read(stored(hours))
  },
  write: (value) => line({ value, day: (day) => OSM[day], span: ([from, to]) => `${from}-${to}`, closed: 'off' }),
  show(value, _field, { language }) {
    const span = ([from, to]: Span): string => `${showTime(from, language)}–${showTime(to, language)}`
    const day = (name: Day): string => NAMES[language][DAYS.indexOf(name)] ?? name
    return line({
      value,
      day,
      span,
      closed: inLanguage(WORDS.closed, language),
      gap: language === 'fr' ? `${NBSP}: ` : ': ',
      next: language === 'fr' ? `${NNBSP}; ` : '; ',
    })
  },
  words: () => '',
}

const OSM: Readonly<Record<Day, string>> = {
  mon: 'Mo',
  tue: 'Tu',
  wed: 'We',
  thu: 'Th',
  fri: 'Fr',
  sat: 'Sa',
  sun: 'Su',
}
const NAMES: Readonly<Record<Language, readonly string[]>> = {
  fr: ['lun.', 'mar.', 'mer.', 'jeu.', 'ven.', 'sam.', 'dim.'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
}

function dayByDay(raw: Readonly<Record<string, string>>): string {
  return DAYS.flatMap((day) => {
    const text = Object.hasOwn(raw, day) ? (raw[day] ?? '').trim() : ''
    return text === '' || /^-+$/.test(text) ? [] : [`${day} ${text}`]
  }).join('; ')
}

function stored(hours: OpeningHours): StoredValue {
  const value: Record<string, StoredValue> = {}
  for (const day of DAYS) {
    const spans = hours.get(day)
    if (spans !== undefined && spans.length > 0) value[day] = spans
  }
  return value
}

interface Line {
  readonly value: StoredValue
  readonly day: (day: Day) => string
  readonly span: (span: Span) => string
  readonly closed: string
  readonly gap?: string
  readonly next?: string
}

// Neighbouring days with the same hours share one rule: `Mo-Fr 09:00-12:00`.
function line({ value, day, span, closed, gap = ' ', next = '; ' }: Line): string {
  const rules: { first: Day; last: Day; hours: string }[] = []
  for (const [index, name] of DAYS.entries()) {
    const hours = spansOf(value, name)
      .map(span)
      .join(gap === ' ' ? ',' : ', ')
    const previous = rules.at(-1)
    if (hours === '') continue
    if (previous !== undefined && previous.hours === hours && previous.last === DAYS[index - 1]) previous.last = name
    else rules.push({ first: name, last: name, hours })
  }
  if (rules.length === 0) return closed
  return rules
    .map(({ first, last, hours }) => `${day(first)}${first === last ? '' : `-${day(last)}`}${gap}${hours}`)
    .join(next)
}

function spansOf(value: StoredValue, day: Day): readonly Span[] {
  const spans = isRecord(value) ? value[day] : undefined
  if (!isList(spans)) return []
  return spans.flatMap((span) => (isList(span) ? [[String(span[0]), String(span[1])] as const] : []))
}
