import { showDate } from '../typography.ts'
import { cleanLine } from '../written/clean.ts'
import { readPartialDate } from '../written/partial-dates.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import type { FieldType } from './field-type.ts'

/** A year, a month or a day, stored `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; reads LHÉO's `00` for what is unknown. Problem: `not-a-date`. */
export const partialDate: FieldType = {
  id: 'partial-date',
  read(raw) {
    const text = cleanLine(textOf(raw))
    if (text === '') return BLANK
    const value = readPartialDate(text)
    if (value === null) return refused('not-a-date', text)
    return value === '' ? BLANK : read(value)
  },
  write: storedText,
  show: (value, _field, context) => showDate(storedText(value), context.language),
  words: () => '',
}
