import { parisDay } from '../model/paris.ts'

const DAY = 86_400_000
const FROM_TODAY = /^today(?:([+-])(\d{1,5}))?$/
const PLAIN = /^\d{4}-\d{2}-\d{2}$/

/** The day an `AskedDay` means at that moment, `YYYY-MM-DD` in Paris; undefined for anything else. */
export function askedDay(text: string, now: number): string | undefined {
  if (PLAIN.test(text)) return Number.isNaN(Date.parse(text)) ? undefined : text
  const [found, sign, days = '0'] = FROM_TODAY.exec(text) ?? []
  if (found === undefined) return undefined
  return parisDay(now + (sign === '-' ? -1 : 1) * Number(days) * DAY)
}

/** Whether such a day moves as time goes by. */
export function isCountedFromToday(text: string): boolean {
  return FROM_TODAY.test(text)
}
