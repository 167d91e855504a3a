import { cleanLine } from '../written/clean.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import { webAddress } from '../written/web-address.ts'
import type { FieldType } from './field-type.ts'

/** An http or https address, stored in its normal form (WHATWG URL); a missing scheme is https. Problems: `not-a-url`, `unsafe-url`. */
export const url: FieldType = {
  id: 'url',
  read(raw) {
    const text = cleanLine(textOf(raw))
    if (text === '') return BLANK
    const found = webAddress(text)
    return found.ok ? read(found.href) : refused(found.code, text)
  },
  write: storedText,
  show: (value) =>
    storedText(value)
      .replace(/^https?:\/\//, '')
      .replace(/\/$/, ''),
  words: () => '',
}
