import { describe, expect, test } from 'vitest'
import { datesOf } from '../../pipeline/lifetime.ts'
import { recurrenceRule } from '../../pipeline/model/written/recurrence-rules.ts'
import { seriesEnd } from '../../pipeline/model/written/series-end.ts'
import { declaredType } from './intake/declared-types.ts'

function end(rule: string, start = '2026-01-06'): string | null {
  const read = recurrenceRule(rule)
  if (read === null) throw new Error(rule)
  return seriesEnd(read, start)
}

describe('the last day of a series', () => {
  test.each([
    ['FREQ=WEEKLY;COUNT=6', '2026-02-10'],
    ['FREQ=DAILY;INTERVAL=2;COUNT=3', '2026-01-10'],
    ['FREQ=WEEKLY;UNTIL=20260301T225959Z', '2026-03-01'],
    ['FREQ=WEEKLY;UNTIL=20260301;RDATE=20260401T090000', '2026-04-01'],
    ['RDATE=20260201,20260110', '2026-02-01'],
    ['FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4', '2026-01-20'],
    ['FREQ=YEARLY;INTERVAL=999999;COUNT=999999', '9999-12-31'],
  ])('%s is %s', (rule, day) => expect(end(rule)).toBe(day))

  test('is none where it never ends', () => expect(end('FREQ=MONTHLY;BYDAY=1TU')).toBeNull())
})

describe('an event that is repeated', () => {
  const event = declaredType('event')
  const published = Date.UTC(2026, 0, 2)
  const until = (recurrence?: string) => {
    const values = { title: 'A', start: '2026-01-06T09:00', end: '2026-01-06T12:00' }
    const { validUntil } = datesOf(event, recurrence === undefined ? values : { ...values, recurrence }, published)
    return validUntil === null ? null : new Date(validUntil).toISOString().slice(0, 10)
  }

  test('shows until the day after its last time, else as long as its kind lets it', () => {
    expect(until()).toBe('2026-01-07')
    expect(until('FREQ=WEEKLY;COUNT=6')).toBe('2026-02-11')
    expect(until('FREQ=WEEKLY')).toBe('2028-01-02')
  })
})
