import { showDate } from '../typography.ts'
import { cleanLine } from '../written/clean.ts'
import { dateText, writtenDate } from '../written/dates.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import type { FieldType } from './field-type.ts'

/** A day of the calendar, stored `YYYY-MM-DD` (the day in Paris when a time zone was written). Problem: `not-a-date`. */
export const date: FieldType = {
  id: 'date',
  read(raw) {
    const text = cleanLine(textOf(raw))
    if (text === '') return BLANK
    const written = writtenDate(text)
    return written?.day === undefined ? refused('not-a-date', text) : read(dateText(written))
  },
  write: storedText,
  show: (value, _field, context) => showDate(storedText(value), context.language),
  words: () => '',
}
