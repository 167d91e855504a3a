import { writtenDate } from './dates.ts'

/** Parts of a recurrence rule, by name. */
export type RecurrenceRule = ReadonlyMap<string, string>

/**
 * Reads the text of an RRULE (RFC 5545 §3.3.10), with or without its name; null when it breaks the grammar. Two parts of our own say
 * which moments are left out (`EXDATE`) or added (`RDATE`), on the clock of Paris: `EXDATE=20261224,20261231T180000`.
 */
export function recurrenceRule(text: string): RecurrenceRule | null {
  if (text.length > 5000) return null
  const rule = new Map<string, string>()
  for (const piece of text
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .replace(/;$/, '')
    .split(';')) {
    const [name = '', value = '', ...more] = piece.trim().split('=')
    const test = PARTS.get(name)
    if (test === undefined || rule.has(name) || more.length > 0 || !test(value)) return null
    rule.set(name, value)
  }
  return (rule.has('FREQ') || isDatesOnly(rule)) && !(rule.has('UNTIL') && rule.has('COUNT')) ? rule : null
}

/** What a recurrence says apart from its dates: the text of a true RRULE; empty when it is a mere list of dates. */
export function bareRule(rule: RecurrenceRule): string {
  return ruleText(new Map([...rule].filter(([name]) => name !== 'EXDATE' && name !== 'RDATE')))
}

/** The moments a recurrence leaves out or adds, as `20261224` or `20261224T180000` on the clock of Paris. */
export function ruleDates(rule: RecurrenceRule, name: 'EXDATE' | 'RDATE'): readonly string[] {
  return rule.get(name)?.split(',') ?? []
}

/** Text of a rule, its parts in the order of RFC 5545. */
export function ruleText(rule: RecurrenceRule): string {
  return [...PARTS.keys()].flatMap((name) => (rule.has(name) ? [`${name}=${rule.get(name)}`] : [])).join(';')
}

const PARTS: ReadonlyMap<string, (value: string) => boolean> = new Map([
  ['FREQ', (value: string) => /^(?:DAILY|WEEKLY|MONTHLY|YEARLY|HOURLY|MINUTELY|SECONDLY)$/.test(value)],
  ['UNTIL', (value: string) => /^\d{8}(?:T\d{6}Z?)?$/.test(value) && writtenDate(value.slice(0, 8)) !== null],
  ['COUNT', (value: string) => /^[1-9]\d{0,5}$/.test(value)],
  ['INTERVAL', (value: string) => /^[1-9]\d{0,5}$/.test(value)],
  ['BYSECOND', numbers(0, 60)],
  ['BYMINUTE', numbers(0, 59)],
  ['BYHOUR', numbers(0, 23)],
  [
    'BYDAY',
    (value: string) =>
      value.split(',').every((day) => /^(?:[+-]?(?:[1-4]?\d|5[0-3]))?(?:MO|TU|WE|TH|FR|SA|SU)$/.test(day)),
  ],
  ['BYMONTHDAY', numbers(1, 31, true)],
  ['BYYEARDAY', numbers(1, 366, true)],
  ['BYWEEKNO', numbers(1, 53, true)],
  ['BYMONTH', numbers(1, 12)],
  ['BYSETPOS', numbers(1, 366, true)],
  ['WKST', (value: string) => /^(?:MO|TU|WE|TH|FR|SA|SU)$/.test(value)],
  ['EXDATE', areDates],
  ['RDATE', areDates],
])

function isDatesOnly(rule: RecurrenceRule): boolean {
  return rule.has('RDATE') && [...rule.keys()].every((name) => name === 'RDATE' || name === 'EXDATE')
}

function areDates(value: string): boolean {
  return value.split(',').every((day) => /^\d{8}(?:T\d{6})?$/.test(day) && writtenDate(day.slice(0, 8)) !== null)
}

function numbers(least: number, most: number, signed = false): (value: string) => boolean {
  const shape = signed ? /^[+-]?\d{1,3}$/ : /^\d{1,2}$/
  return (value) =>
    value.split(',').every((item) => {
      const figure = Math.abs(Number(item))
      return shape.test(item) && figure >= least && figure <= most
    })
}
