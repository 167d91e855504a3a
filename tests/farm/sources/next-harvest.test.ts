import { describe, expect, it } from 'vitest'
import { nextHarvest } from '../../../farm/sources/next-harvest.ts'

describe('The next harvest', () => {
  const minutes = (everyMinutes: number, failures: number, retryAfter?: number) =>
    nextHarvest({ now: 0, everyMinutes, failures, retryAfter }) / 60_000

  it('keeps the pace, then doubles up to a day', () => {
    expect([0, 1, 2, 3, 5, 9, 60].map((failures) => minutes(60, failures))).toEqual([
      60, 120, 240, 480, 1440, 1440, 1440,
    ])
  })

  it('never comes sooner than the pace or than the server asks', () => {
    expect(minutes(7 * 1440, 4)).toBe(7 * 1440)
    expect(minutes(15, 1, 3 * 3_600_000)).toBe(180)
    expect(minutes(60, 1, 60_000)).toBe(120)
  })
})
