import { expect, test } from 'vitest'
import type { Field } from '../../../pipeline/model/field.ts'
import { richText } from '../../../pipeline/model/field-types/rich-text.ts'
import { cleanLine } from '../../../pipeline/model/written/clean.ts'
import { CONTEXT } from '../../exports/known-words.ts'
import { field } from '../../exports/sample.ts'

test.each(['a \u00A0\tb', 'a\t \u202Fb', 'a\n\tb', '\u00A0 a'])('white space read once (%j) is settled', (written) => {
  const once = cleanLine(written)
  expect(once).not.toMatch(/\s{2}/)
  expect(cleanLine(once)).toBe(once)
})

test('a no-break space alone is kept', () => {
  expect(cleanLine('a\tb\u00A0!')).toBe('a b\u00A0!')
})

test('a stroke left alone at the start of a text never eats the tag before it', () => {
  const body: Field = field('body', { type: 'rich-text' })
  expect(richText.read('\u0338texte', body, CONTEXT)).toEqual({ value: '<p>texte</p>' })
  expect(richText.read('a\u0338', body, CONTEXT)).toEqual({ value: '<p>a\u0338</p>' })
})
