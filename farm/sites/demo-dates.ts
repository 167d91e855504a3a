import type { RawItem, RawValue } from '../../pipeline/model/field-types/field-type.ts'
import { parisDay } from '../../pipeline/model/paris.ts'

/**
 * Raw values with their relative dates made real at `now` (ms): `@+12` is a day, `@-3T14:00` a moment, `@+60m` a month;
 * `w` moves a week-end day to a working day further from today, `s` to the next Saturday, and a second figure counts from there (`@+30s+1T17:00`).
 * Words after a blank stay (`@-20 matin`); any other text comes back unchanged.
 */
export function resolveRelativeDates(
  raw: Readonly<Record<string, RawValue>>,
  now: number,
): Readonly<Record<string, RawValue>> {
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, resolveValue(value, now)]))
}

const RELATIVE = /^@(?<days>[+-]\d{1,4})(?<shift>[wsm])?(?<more>[+-]\d{1,3})?(?<time>T\d{2}:\d{2})?(?<words> .+)?$/
const DAY = 86_400_000

function resolveValue(value: RawValue, now: number): RawValue {
  return isList(value) ? value.map((item) => resolveItem(item, now)) : resolveItem(value, now)
}

function isList(value: RawValue): value is readonly RawItem[] {
  return Array.isArray(value)
}

function resolveItem(item: RawItem, now: number): RawItem {
  if (typeof item === 'string') return resolveText(item, now)
  return Object.fromEntries(Object.entries(item).map(([part, text]) => [part, resolveText(text, now)]))
}

function resolveText(text: string, now: number): string {
  const found: Readonly<Record<string, string | undefined>> | undefined = RELATIVE.exec(text)?.groups
  if (found === undefined) return text
  const from = Date.parse(parisDay(now)) + Number(found.days) * DAY
  const start = found.shift === 'w' ? workingDay(from, now) : found.shift === 's' ? saturday(from) : from
  const day = new Date(start + Number(found.more ?? 0) * DAY).toISOString()
  return `${day.slice(0, found.shift === 'm' ? 7 : 10)}${found.time ?? ''}${found.words ?? ''}`
}

// Away from today, or what was said to be past would fall tomorrow.
function workingDay(day: number, now: number): number {
  const weekday = new Date(day).getUTCDay()
  if (weekday !== 0 && weekday !== 6) return day
  if (day < Date.parse(parisDay(now))) return day - (weekday === 0 ? 2 : 1) * DAY
  return day + (weekday === 0 ? 1 : 2) * DAY
}

function saturday(day: number): number {
  return day + (6 - new Date(day).getUTCDay()) * DAY
}
