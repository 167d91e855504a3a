import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold } from '../../../pipeline/model/fold.ts'
import { cpuClock } from '../../cpu-clock.ts'

test.each([
  ['Saint-Étienne-du-Rouvray', 'saint etienne du rouvray'],
  ["L'Œuvre — n° 12 !", 'l oeuvre n 12'],
  ['Cœur de Loire', 'coeur de loire'],
  ['NEVERS', 'nevers'],
  ['e\u0301te\u0301', 'ete'],
  ['co\u00adopérative', 'cooperative'],
  ['  ', ''],
  ['Straße', 'strasse'],
])('what people write differently compares equal: %s', (text, folded) => {
  expect(fold(text)).toBe(folded)
})

test('folding twice changes nothing more', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fold(fold(text)) === fold(text)))
})

test('one megabyte of separators folds in linear time', () => {
  const spent = cpuClock()
  fold('a-'.repeat(500_000))
  fold('a '.repeat(500_000))
  expect(spent()).toBeLessThan(5_000)
})
