import { parisDay, parisInstant } from '../../../pipeline/model/paris.ts'
import type { Period } from '../../lists/list-request.ts'
import { dayText } from '../present/dates.ts'
import type { Visit } from '../visit.ts'

/** Stretches of time that move on with today, as addresses name them. */
export const PERIODS = ['this-week', 'this-month', 'next-month', 'last-7-days', 'last-30-days'] as const

/** The days a reader asks of a list: some that move on with today, or from one to another, each `2026-11-22`. */
export type AskedPeriod =
  | { readonly kind: 'moving'; readonly name: (typeof PERIODS)[number] }
  | { readonly kind: 'days'; readonly from?: string | undefined; readonly to?: string | undefined }

/** The days an address asks for (`?from=2026-11-01&to=2026-11-30`, `?period=this-month`); days in the wrong order are put right. */
export function readPeriod(search: URLSearchParams): AskedPeriod | undefined {
  const [from, to] = [dayOf(search.get('from')), dayOf(search.get('to'))]
  if (from !== undefined && to !== undefined && from > to) return { kind: 'days', from: to, to: from }
  if (from !== undefined || to !== undefined) return { kind: 'days', from, to }
  const name = PERIODS.find((one) => one === search.get('period'))
  return name && { kind: 'moving', name }
}

/** A day of the calendar, or undefined. */
export function dayOf(text: string | null): string | undefined {
  const day = /^\d{4}-\d\d-\d\d$/.test(text ?? '') ? new Date(`${text}T00:00:00Z`) : undefined
  return day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text ?? '') ? (text ?? '') : undefined
}

/** Those days as instants, the last one whole, by the clock of Paris. */
export function periodOf(asked: AskedPeriod, now: number): Period {
  const [from, to] = asked.kind === 'days' ? [asked.from, asked.to] : daysOf(asked.name, parisDay(now))
  return {
    from: from === undefined ? undefined : startOf(from),
    until: to === undefined ? undefined : startOf(plus(to, 1)),
  }
}

/** Whether they begin, or end, before today: a list of what is to come shows its past then. */
export function reachesBack(asked: AskedPeriod, now: number): boolean {
  return asked.kind === 'days' && (asked.from ?? asked.to ?? '9') < parisDay(now)
}

/** The period in words: `ce mois-ci`, `du 1 novembre 2026 au 30 novembre 2026`. */
export function periodText(asked: AskedPeriod, { words, language }: Pick<Visit, 'words' | 'language'>): string {
  if (asked.kind === 'moving') return words(`portal.period.${asked.name}`)
  const { from, to } = asked
  const day = (text: string) => dayText(startOf(text), language)
  if (from === undefined) return words('portal.period.until', { day: day(to ?? '') })
  if (to === undefined) return words('portal.period.since', { day: day(from) })
  return from === to
    ? words('portal.period.on', { day: day(from) })
    : words('portal.period.between', { from: day(from), to: day(to) })
}

function daysOf(name: (typeof PERIODS)[number], today: string): [from: string, to?: string] {
  const [year = 0, month = 1] = today.split('-').map(Number)
  const monthFrom = (offset: number) => new Date(Date.UTC(year, month - 1 + offset, 1)).toISOString().slice(0, 10)
  // Monday is the first day of a week.
  const monday = plus(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7))
  switch (name) {
    case 'this-week':
      return [monday, plus(monday, 6)]
    case 'this-month':
      return [monthFrom(0), plus(monthFrom(1), -1)]
    case 'next-month':
      return [monthFrom(1), plus(monthFrom(2), -1)]
    case 'last-7-days':
      return [plus(today, -6)]
    case 'last-30-days':
      return [plus(today, -29)]
  }
}

function plus(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

function startOf(day: string): number {
  return parisInstant(Date.parse(`${day}T00:00:00Z`))
}
