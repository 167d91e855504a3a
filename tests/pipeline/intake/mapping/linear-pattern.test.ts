import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linearPattern } from '../../../../pipeline/intake/mapping/linear-pattern.ts'
import { cpuClock } from '../../../cpu-clock.ts'

describe('The regular expressions of a mapping', () => {
  const extract = (pattern: string, text: string) => {
    const made = linearPattern(pattern)
    if (!made.ok) throw new Error(pattern)
    return made.value.extract(text)
  }

  it.each([
    ['\\((\\d{2,3})\\)', 'Var (83)', '83'],
    ['(\\d{5})', '7 Cours Briand 84100 Orange', '84100'],
    ['^(.*?) \\d{5}', '7 Cours Briand 84100 Orange', '7 Cours Briand'],
    ['[^,]+', 'Beaune, Côte-d’Or', 'Beaune'],
    ['(?:CDI|CDD)', 'un CDD de six mois', 'CDD'],
    ['bac\\s?\\+\\s?(\\d)', 'niveau 5 (bac + 2)', '2'],
    ['a{2,3}', 'caaaab', 'aaa'],
    ['\\bde\\b', 'monde de fous', 'de'],
    ['x*', 'abc', ''],
    ['^$', '', ''],
    ['é+', 'réée', 'éé'],
    ['\\p{Lu}\\p{L}+', 'à Évreux', 'Évreux'],
  ])('%s in %s', (pattern, text, expected) => {
    expect(extract(pattern, text)).toBe(expected)
    expect(
      new RegExp(pattern, 'u')
        .exec(text)
        ?.slice(0, 2)
        .findLast((one) => one !== undefined),
    ).toBe(expected)
  })

  it.each(['(', ')', 'a**', '[z-a]', '(?=a)', '(a)\\1', 'a{3,1}', '+a', '[', 'a'.repeat(301), '((a{100}){100}){100}'])(
    'refuses %s',
    (pattern) => {
      expect(linearPattern(pattern).ok).toBe(false)
    },
  )

  it('never backtracks, whatever the pattern', () => {
    const spent = cpuClock()
    for (const pattern of ['(a+)+$', '(a|aa)+$', '(.*)*(.*)*(.*)*x', '(a?){30}a{30}', '^(\\w+\\s?)*$'])
      extract(pattern, `${'a'.repeat(1000)}!`)
    expect(spent()).toBeLessThan(10_000)
  })

  it('agrees with those of JavaScript on what both can say', () => {
    const piece = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '(?:ab)', '(?:a|b)')
    const times = fc.constantFrom('', '*', '+', '?', '{2}', '{1,2}', '*?', '+?')
    const patterns = fc.array(fc.tuple(piece, times), { minLength: 1, maxLength: 4 })
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' '), maxLength: 12 })
    fc.assert(
      fc.property(patterns, texts, (parts, text) => {
        const pattern = parts.map(([one, often]) => one + often).join('')
        expect(extract(pattern, text)).toBe(new RegExp(pattern).exec(text)?.[0])
      }),
      { numRuns: 300 },
    )
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 60 }), (pattern, text) => {
        const made = linearPattern(pattern)
        if (made.ok) made.value.extract(text)
      }),
      { numRuns: 500 },
    )
  })
})
