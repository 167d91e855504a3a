import { describe, expect, test } from 'vitest'
import { reading, shown } from '../small-world.ts'

describe('a date is read as people and machines write it', () => {
  test.each([
    ['2026-03-03', '2026-03-03'],
    ['03/03/2026', '2026-03-03'],
    ['3/3/26', '2026-03-03'],
    ['3.12.2025', '2025-12-03'],
    ['31-12-2025 08:15:00', '2025-12-31'],
    ['20260303', '2026-03-03'],
    ['3 mars 2026', '2026-03-03'],
    ['1er août 2026', '2026-08-01'],
    ['lundi 5 janvier 2026', '2026-01-05'],
    ['Lun, 05 jan 2026', '2026-01-05'],
    ['15 sept. 2025', '2025-09-15'],
    ['le 14 juillet 2026', '2026-07-14'],
    ['March 3, 2026', '2026-03-03'],
    ['29/02/2028', '2028-02-29'],
  ])('%s', (written, value) => {
    expect(reading('date', written)).toEqual({ value })
  })

  test('the day is the one in Paris when the text names another zone', () => {
    expect(reading('date', '2026-03-29T23:30:00Z')).toEqual({ value: '2026-03-30' })
    expect(reading('date', 'Mon, 05 Jan 2026 23:30:00 GMT')).toEqual({ value: '2026-01-06' })
  })

  test.each([
    '31/02/2026',
    '29/02/2026',
    '2026',
    'mars 2026',
    '3 jui 2026',
    '00/00/0000',
    'bientôt',
    '2026-13-01',
    '1'.repeat(99),
  ])('what the calendar does not have is refused: %s', (written) => {
    expect(reading('date', written)).toMatchObject({ problem: { code: 'not-a-date' } })
  })
})

describe('a moment is kept as the wall clock in Paris', () => {
  test.each([
    ['12/03/2026 14:30', '2026-03-12T14:30'],
    ['12-03-2026 14:30:00', '2026-03-12T14:30'],
    ['12/03/2026 à 14h30', '2026-03-12T14:30'],
    ['jeudi 12 mars 2026 à 14h', '2026-03-12T14:00'],
    ['20260312T143000', '2026-03-12T14:30'],
    ['2026-03-12 24:00', '2026-03-13T00:00'],
    ['2026-03-12', '2026-03-12T00:00'],
    ['2026-03-12T14:30:00+02:00', '2026-03-12T13:30'],
    ['Thu, 12 Mar 2026 14:30:00 +0100', '2026-03-12T14:30'],
    ['2026-12-31T23:30:00-05:00', '2027-01-01T05:30'],
    ['1962-07-05T10:00:00Z', '1962-07-05T11:00'],
  ])('%s', (written, value) => {
    expect(reading('datetime', written)).toEqual({ value })
  })

  test.each([
    ['2026-03-29T00:59:00Z', '2026-03-29T01:59'],
    ['2026-03-29T01:00:00Z', '2026-03-29T03:00'],
    ['2026-10-25T00:59:00Z', '2026-10-25T02:59'],
    ['2026-10-25T01:00:00Z', '2026-10-25T02:00'],
  ])('the change of hour falls where the law puts it: %s', (written, value) => {
    expect(reading('datetime', written)).toEqual({ value })
  })

  test('an hour that no clock shows is refused', () => {
    expect(reading('datetime', '12/03/2026 25:00')).toMatchObject({ problem: { code: 'not-a-date' } })
    expect(reading('datetime', '12/03/2026 14:75')).toMatchObject({ problem: { code: 'not-a-date' } })
  })
})

describe('a partial date keeps only what is known', () => {
  test.each([
    ['2026', '2026'],
    ['03/2026', '2026-03'],
    ['mars 2026', '2026-03'],
    ['20260300', '2026-03'],
    ['20260000', '2026'],
    ['2026-03-00', '2026-03'],
    ['20260315', '2026-03-15'],
  ])('%s', (written, value) => {
    expect(reading('partial-date', written)).toEqual({ value })
  })

  test('the dates LHÉO writes for "unknown" are blanks, and impossible ones are refused', () => {
    expect(reading('partial-date', '00000000')).toEqual({ blank: true })
    expect(reading('partial-date', '99999999')).toEqual({ blank: true })
    expect(reading('partial-date', '20261300')).toMatchObject({ problem: { code: 'not-a-date' } })
    expect(reading('partial-date', '20260012')).toMatchObject({ problem: { code: 'not-a-date' } })
  })
})

describe('a period has a start and perhaps an end', () => {
  test.each([
    ['2026-03/2026-05', { start: '2026-03', end: '2026-05' }],
    ['2024/2025', { start: '2024', end: '2025' }],
    ['2020-2024', { start: '2020', end: '2024' }],
    ['2026-03-01/..', { start: '2026-03-01' }],
    ['du 3 au 7 mars 2026', { start: '2026-03-03', end: '2026-03-07' }],
    ['du 28 février au 7 mars 2026', { start: '2026-02-28', end: '2026-03-07' }],
    ['du 03/03/2026 au 07/03/2026', { start: '2026-03-03', end: '2026-03-07' }],
    ['septembre 2026 à juin 2027', { start: '2026-09', end: '2027-06' }],
    ['2026', { start: '2026' }],
  ])('%s', (written, value) => {
    expect(reading('period', written)).toEqual({ value })
  })

  test('an end before the start, or without one, is named on its part', () => {
    expect(reading('period', { start: '2026-03', end: '2026-01-31' })).toEqual({
      problem: { code: 'end-before-start', field: 'end' },
    })
    expect(reading('period', { start: '', end: '2026' })).toEqual({ problem: { code: 'required', field: 'start' } })
    expect(reading('period', { start: '2026', end: 'bientôt' })).toMatchObject({
      problem: { code: 'not-a-date', field: 'end' },
    })
  })

  test('a month may end in the month it starts', () => {
    expect(reading('period', { start: '2026-03-15', end: '2026-03' })).toEqual({
      value: { start: '2026-03-15', end: '2026-03' },
    })
  })
})

test('dates are shown the French way, without a line break before the month', () => {
  expect(shown('date', '2026-03-01')).toBe('1er\u00a0mars 2026')
  expect(shown('datetime', '2026-03-03T14:05')).toBe('3\u00a0mars 2026 à 14\u00a0h\u00a005')
  expect(shown('datetime', '2026-03-03')).toBe('3\u00a0mars 2026')
  expect(shown('partial-date', '2026-03')).toBe('mars 2026')
  expect(shown('period', '2026-03-03/2026-03-07')).toBe('du 3\u00a0mars 2026 au 7\u00a0mars 2026')
  expect(shown('datetime', '2026-03-03T14:05', 'en')).toBe('3 March 2026, 14:05')
})
