import { typeset } from '../typography.ts'
import { cleanLines } from '../written/clean.ts'
import { tooLong } from '../written/length.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read } from '../written/reading.ts'
import type { FieldType } from './field-type.ts'

/** Plain text of several lines, stored trimmed and composed (NFC), line ends as `\n`. Problem: `too-long`. */
export const longText: FieldType = {
  id: 'long-text',
  read(raw, field) {
    const lines = cleanLines(textOf(raw)).replace(TRAILING, '\n').replace(BLANK_LINES, '\n\n')
    if (lines === '') return BLANK
    return tooLong(lines.length, field.max ?? CEILING) ?? read(lines)
  },
  write: storedText,
  show: (value, _field, context) => typeset(inOneLine(storedText(value)), context.language),
  words: (value) => storedText(value),
}

function inOneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')
}

const CEILING = 100_000
// The look-behind starts only at the first space of a run, so that a long run is not scanned again from each of its spaces.
const TRAILING = /(?<![ \t])[ \t]+\n/g
const BLANK_LINES = /\n{3,}/g
