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
    const tooMuch = tooLong(written.length, CEILING) ?? tooManyTags(written)
    if (tooMuch !== undefined) return tooMuch
    const html = withoutStrays(cleanHtml(written))
    // The plain text is shorter, and not empty: it need not be made to be counted.
    if (html.length <= (field.max ?? CEILING) && SAYS_SOMETHING.test(html)) return read(html)
    const plain = plainText(html)
    if (plain === '') return BLANK
    return tooLong(plain.length, field.max ?? CEILING) ?? read(html)
  },
  write: storedText,
  show: (value, _field, context) => typeset(plainText(storedText(value)).replace(/\s+/g, ' '), context.language),
  words: (value) => plainText(storedText(value)),
}

// Markup included: sanitising is the dearest thing reading does, and its time grows faster than the tags left open.
const CEILING = 300_000
const MOST_TAGS = 10_000

function tooManyTags(written: string) {
  return written.length > MOST_TAGS ? tooLong(written.split('<').length, MOST_TAGS) : undefined
}

const SAYS_SOMETHING = />[^<&\s]/
const STRAY_STROKES = />\u0338+/g

// A combining stroke with no letter before it would compose with the tag (`>` becomes `≯`) and break it at the next reading.
// What held nothing else is empty without it, and leaves by a second cleaning.
function withoutStrays(html: string): string {
  return html.includes('>\u0338') ? cleanHtml(html.replace(STRAY_STROKES, '>')) : html
}
