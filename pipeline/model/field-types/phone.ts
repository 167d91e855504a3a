import { NBSP } from '../typography.ts'
import { cleanLine } from '../written/clean.ts'
import { storedText, textOf } from '../written/parts.ts'
import { phoneNumber, shownNumber } from '../written/phone-numbers.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import type { FieldType } from './field-type.ts'

/** A telephone number, stored as `+` and its figures (E.164), French short numbers as they are. Problem: `not-a-phone`. */
export const phone: FieldType = {
  id: 'phone',
  read(raw) {
    const text = cleanLine(textOf(raw))
    if (text === '') return BLANK
    const number = text.length > 60 ? null : phoneNumber(text)
    return number === null ? refused('not-a-phone', text) : read(number)
  },
  write: storedText,
  show: (value) => shownNumber(storedText(value)).replaceAll(' ', NBSP),
  words: (value) => shownNumber(storedText(value)).replaceAll(' ', ''),
}
