import { parisDay } from '../pipeline/model/paris.ts'
import { isoDay, nextDay } from './calendar-moment.ts'

interface Weeks {
  /** Hours as their field writes them: `Mo-Fr 09:00-12:00,14:00-17:30; Sa 10:00-12:00`. */
  readonly hours: string
  /** Days without them, `YYYY-MM-DD`. */
  readonly closed: readonly string[]
  /** Instant (ms) they are told from. */
  readonly from: number
  readonly zone: string
}

/** Weekly hours as events that come back each week, one per stretch of hours, by a name that stays theirs. */
export function weeklyEvents({
  hours,
  closed,
  from,
  zone,
}: Weeks): readonly { name: string; when: readonly string[] }[] {
  return hours.split('; ').flatMap((rule) => {
    const [, first = '', last = first, spans = ''] = /^(\w\w)(?:-(\w\w))? (.+)$/.exec(rule) ?? []
    const days = DAYS.slice(DAYS.indexOf(first.toUpperCase()), DAYS.indexOf(last.toUpperCase()) + 1)
    if (first === '' || days.length === 0) return []
    return spans.split(',').flatMap((span) => {
      const [, opens, closes] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(span) ?? []
      if (opens === undefined || closes === undefined) return []
      const day = firstDay(parisDay(from), days)
      const at = (when: string, time: string) => `TZID=${zone}:${isoDay(when)}T${time.replace(':', '')}00`
      const until = closes <= opens ? nextDay(day) : day
      const off = closed.filter((one) => /^\d{4}-\d\d-\d\d$/.test(one) && days.includes(weekday(one)) && one >= day)
      return [
        {
          name: `${days.join('')}-${opens.replace(':', '')}`,
          when: [
            `DTSTART;${at(day, opens)}`,
            // Midnight is written 24:00 by some.
            `DTEND;${closes === '24:00' ? at(nextDay(day), '00:00') : at(until, closes)}`,
            `RRULE:FREQ=WEEKLY;BYDAY=${days.join(',')}`,
            ...off.map((one) => `EXDATE;${at(one, opens)}`),
          ],
        },
      ]
    })
  })
}

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

function firstDay(from: string, days: readonly string[]): string {
  let day = from
  while (!days.includes(weekday(day))) day = nextDay(day)
  return day
}

function weekday(day: string): string {
  return DAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? ''
}
