import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantOf } from '../../../pipeline/model/instant.ts'
import { parisDay, parisInstant, parisWall } from '../../../pipeline/model/paris.ts'

describe('the instants of a stored date are those of Paris', () => {
  test.each([
    ['date', '2026-07-14', '2026-07-13T22:00Z', '2026-07-14T22:00Z'],
    ['date', '2026-03-29', '2026-03-28T23:00Z', '2026-03-29T22:00Z'],
    ['date', '2026-10-25', '2026-10-24T22:00Z', '2026-10-25T23:00Z'],
    ['partial-date', '2026-02', '2026-01-31T23:00Z', '2026-02-28T23:00Z'],
    ['partial-date', '2026', '2025-12-31T23:00Z', '2026-12-31T23:00Z'],
    ['datetime', '2026-07-14T10:30', '2026-07-14T08:30Z', '2026-07-14T08:30Z'],
    ['datetime', '2026-03-29T02:30', '2026-03-29T01:30Z', '2026-03-29T01:30Z'],
    ['datetime', '2026-10-25T02:30', '2026-10-25T00:30Z', '2026-10-25T00:30Z'],
  ] as const)('%s %s', (type, value, start, end) => {
    expect(iso(instantOf(value, type, 'start'))).toBe(start)
    expect(iso(instantOf(value, type, 'end'))).toBe(end)
  })

  test('a period without an end ends with its start; a list counts by its outer edges', () => {
    expect(iso(instantOf({ start: '2026-03-03' }, 'period', 'end'))).toBe('2026-03-03T23:00Z')
    expect(iso(instantOf({ start: '2026', end: '2026-06' }, 'period', 'end'))).toBe('2026-06-30T22:00Z')
    expect(iso(instantOf(['2026-05-02', '2026-01-02'], 'date', 'start'))).toBe('2026-01-01T23:00Z')
    expect(iso(instantOf(['2026-05-02', '2026-01-02'], 'date', 'end'))).toBe('2026-05-02T22:00Z')
  })

  test('anything else has no instant', () => {
    expect(instantOf('2026-03-03', 'text', 'start')).toBeNull()
    expect(instantOf(undefined, 'date', 'start')).toBeNull()
    expect(instantOf('bientôt', 'date', 'start')).toBeNull()
    expect(instantOf([], 'date', 'end')).toBeNull()
  })
})

test('the clock of Paris agrees with the zone database, from 1950 to 2060', () => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'medium' })
  const instants = fc.integer({ min: Date.UTC(1950, 0, 1), max: Date.UTC(2060, 0, 1) })
  const agrees = fc.property(instants, (instant) => {
    const whole = instant - (instant % 1000)
    const wall = parisWall(whole)
    expect(new Date(wall).toISOString().slice(0, 19).replace('T', ' ')).toBe(format.format(whole))
    expect(parisWall(parisInstant(wall))).toBe(wall)
  })
  fc.assert(agrees, { numRuns: 1000 })
})

test('today is the day in Paris', () => {
  expect(parisDay(Date.UTC(2026, 6, 13, 22, 30))).toBe('2026-07-14')
})

function iso(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString().replace(':00.000Z', 'Z')
}
