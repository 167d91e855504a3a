import { describe, expect, it } from 'vitest'
import { resolveRelativeDates } from '../../../farm/sites/demo-dates.ts'

describe('relative dates', () => {
  const sunday = Date.UTC(2026, 10, 22, 23, 30)

  it('count from today in Paris, not from the UTC day', () => {
    expect(resolveRelativeDates({ a: '@+0', b: '@-1T14:00' }, sunday)).toEqual({
      a: '2026-11-23',
      b: '2026-11-22T14:00',
    })
  })

  it('move to a working day, to a Saturday, or keep the month', () => {
    const raw = { work: '@+5wT09:00', done: '@-1w', fair: '@+1s', second: '@+1s+1T17:00', month: '@+60m' }
    expect(resolveRelativeDates(raw, sunday)).toEqual({
      work: '2026-11-30T09:00',
      done: '2026-11-20',
      fair: '2026-11-28',
      second: '2026-11-29T17:00',
      month: '2027-01',
    })
  })

  it('reach into lists and parts, and leave other texts alone', () => {
    const raw = { period: { start: '@+1', end: '@+2' }, days: ['@+1 matin', 'x'], mail: '@+1truc', price: '12 €' }
    expect(resolveRelativeDates(raw, sunday)).toEqual({
      ...raw,
      period: { start: '2026-11-24', end: '2026-11-25' },
      days: ['2026-11-24 matin', 'x'],
    })
  })
})
