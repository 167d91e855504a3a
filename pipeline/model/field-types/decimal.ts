import { showNumber } from '../typography.ts'
import { cleanLine } from '../written/clean.ts'
import { outOfBounds } from '../written/length.ts'
import { writtenNumber } from '../written/numbers.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import type { FieldType } from './field-type.ts'

/** A number with decimals, comma or point. Problems: `not-a-number`, `too-small`, `too-big`. */
export const decimal: FieldType = {
  id: 'decimal',
  read(raw, field) {
    const text = cleanLine(textOf(raw))
    if (text === '') return BLANK
    const number = writtenNumber(text)
    return number === null ? refused('not-a-number', text) : (outOfBounds(number, field) ?? read(number))
  },
  write: storedText,
  show: (value, _field, context) => (typeof value === 'number' ? showNumber(value, context.language) : ''),
  words: () => '',
}
