import { describe, expect, test } from 'vitest'
import { reading, shown } from '../small-world.ts'

test.each([
  ['1 250,5', 1250.5],
  ['1\u202f250,5', 1250.5],
  ['1.250,5', 1250.5],
  ['1,250.5', 1250.5],
  ['1.250.000', 1_250_000],
  ['1.5', 1.5],
  ['12,5 %', 12.5],
  ['-3', -3],
  ['\u22123', -3],
  ['1e-7', 1e-7],
  ['-0', 0],
])('a decimal is read with a comma or a point: %s', (written, value) => {
  expect(reading('decimal', written)).toEqual({ value })
})

test.each([
  ['1 250', 1250],
  ['1.250', 1250],
  ['1,250', 1250],
  ['12,0', 12],
])('a whole number may be grouped by thousands: %s', (written, value) => {
  expect(reading('integer', written)).toEqual({ value })
})

test.each(['12..5', '0x10', 'Infinity', 'NaN', '--1', 'douze', '1e999', '5'.repeat(5000)])(
  '%s is no number',
  (written) => {
    expect(reading('decimal', written)).toMatchObject({ problem: { code: 'not-a-number' } })
  },
)

test('decimals, and figures too long to be exact, are no whole number', () => {
  expect(reading('integer', '12,5')).toMatchObject({ problem: { code: 'not-a-number' } })
  expect(reading('integer', '9'.repeat(20))).toMatchObject({ problem: { code: 'not-a-number' } })
})

test('bounds are part of the problem', () => {
  expect(reading('integer', '0', { min: 1 })).toEqual({ problem: { code: 'too-small', params: { min: 1, value: 0 } } })
  expect(reading('decimal', '100,5', { max: 100 })).toEqual({
    problem: { code: 'too-big', params: { max: 100, value: 100.5 } },
  })
})

describe('an amount is kept in cents', () => {
  test.each([
    ['1 250,50 €', { amount: 125_050, currency: 'EUR' }],
    ['0,29', { amount: 29, currency: 'EUR' }],
    ['1200-1500 EUR', { amount: 120_000, max: 150_000, currency: 'EUR' }],
    ['de 1 200 à 1 500 euros', { amount: 120_000, max: 150_000, currency: 'EUR' }],
    ['35-40 k€', { amount: 3_500_000, max: 4_000_000, currency: 'EUR' }],
    ['gratuit', { amount: 0, currency: 'EUR' }],
    ['10 – 10 €', { amount: 1000, currency: 'EUR' }],
  ])('%s', (written, value) => {
    expect(reading('money', written)).toEqual({ value })
  })

  test('its parts may come apart, and each problem names its part', () => {
    expect(reading('money', { amount: '1 250,5', max: '', currency: '€' })).toEqual({
      value: { amount: 125_050, currency: 'EUR' },
    })
    expect(reading('money', { amount: '12', currency: 'USD' })).toMatchObject({
      problem: { code: 'unknown-currency', field: 'currency' },
    })
    expect(reading('money', { amount: '15', max: '12' })).toMatchObject({
      problem: { code: 'end-before-start', field: 'max' },
    })
    expect(reading('money', { amount: 'cher' })).toMatchObject({ problem: { code: 'not-an-amount', field: 'amount' } })
  })

  test.each([
    ['12 $', 'unknown-currency'],
    ['selon profil', 'not-an-amount'],
    ['-5', 'too-small'],
    ['1-2-3', 'not-an-amount'],
    ['12 %', 'not-an-amount'],
  ])('%s is refused', (written, code) => {
    expect(reading('money', written)).toMatchObject({ problem: { code } })
  })

  test('it is shown with no-break spaces, without useless cents', () => {
    expect(shown('money', '1250,50')).toBe('1\u202f250,50\u00a0€')
    expect(shown('money', '1200-1500')).toBe('1\u202f200\u00a0–\u00a01\u202f500\u00a0€')
    expect(shown('money', '1250', 'en')).toBe('€1,250')
    expect(shown('money', '0')).toBe('gratuit')
  })
})

test.each([
  ['Oui', true],
  ['x', true],
  ['1', true],
  ['Vrai', true],
  ['NON', false],
  ['0', false],
])('yes and no in every habit: %s', (written, value) => {
  expect(reading('boolean', written)).toEqual({ value })
})

test('a maybe is neither yes nor no, a space is a blank', () => {
  expect(reading('boolean', 'peut-être')).toMatchObject({ problem: { code: 'not-a-boolean' } })
  expect(reading('boolean', ' ')).toEqual({ blank: true })
})

describe('a point is a latitude and a longitude', () => {
  test.each([
    '46.99, 3.16',
    '46,99;3,16',
    '46,99, 3,16',
    '46,99 3,16',
    '46,99,3,16',
    '46.99 3.16',
    'POINT(3.16 46.99)',
    'geo:46.99,3.16',
  ])('%s', (written) => {
    expect(reading('point', written)).toEqual({ value: { lat: 46.99, lon: 3.16 } })
  })

  test('its parts take a decimal comma', () => {
    expect(reading('point', { lat: '47,09857', lon: '6,336511' })).toEqual({ value: { lat: 47.09857, lon: 6.336511 } })
    expect(reading('point', { lat: '47,09857' })).toMatchObject({ problem: { code: 'required', field: 'lon' } })
  })

  test('one number alone, or degrees off the globe, is refused', () => {
    expect(reading('point', '46,99')).toMatchObject({ problem: { code: 'not-a-point' } })
    expect(reading('point', '95.0, 3.0')).toMatchObject({ problem: { code: 'out-of-range' } })
    expect(reading('point', { lat: '47', lon: '181' })).toMatchObject({ problem: { code: 'out-of-range' } })
  })
})
