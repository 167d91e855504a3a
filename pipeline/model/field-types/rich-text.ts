import { plainText } from '../plain-text.ts'
import { typeset } from '../typography.ts'
import { cleanLines } from '../written/clean.ts'
import { cleanHtml } from '../written/html.ts'
import { tooLong } from '../written/length.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read } from '../written/reading.ts'
import type { FieldType } from './field-type.ts'

/** HTML of an allow-list of tags, stored sanitised; plain text becomes paragraphs. `max` counts its plain text. Problem: `too-long`. */
export const richText: FieldType = {
  id: 'rich-text',
  read(raw, field) {
    const written = cleanLines(textOf(raw))
    if (written === '') return BLANK
    const html = written.length > CEILING ? undefined : cleanHtml(written).replace(STRAY_STROKES, '>')
    if (html === undefined) return tooLong(written.length, CEILING) ?? BLANK
    const plain = plainText(html)
    if (plain === '') return BLANK
    return tooLong(plain.length, field.max ?? CEILING) ?? read(html)
  },
  write: storedText,
  show: (value, _field, context) => typeset(plainText(storedText(value)).replace(/\s+/g, ' '), context.language),
  words: (value) => plainText(storedText(value)),
}

// Markup included: sanitising is the dearest thing reading does.
const CEILING = 1_000_000
// A combining stroke with no letter before it would compose with the tag (`>` becomes `≯`) and break it at the next reading.
const STRAY_STROKES = />\u0338+/g
