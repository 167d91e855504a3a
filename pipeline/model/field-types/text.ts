import { typeset } from '../typography.ts'
import { cleanLine } from '../written/clean.ts'
import { tooLong } from '../written/length.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read } from '../written/reading.ts'
import type { FieldType } from './field-type.ts'

/** A line of text, stored trimmed and composed (NFC), without control characters. Problem: `too-long`. */
export const text: FieldType = {
  id: 'text',
  read(raw, field) {
    const line = cleanLine(textOf(raw))
    if (line === '') return BLANK
    return tooLong(line.length, field.max ?? CEILING) ?? read(line)
  },
  write: storedText,
  show: (value, _field, context) => typeset(storedText(value), context.language),
  words: (value) => storedText(value),
}

const CEILING = 10_000
