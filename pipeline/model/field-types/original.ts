import { tooLong } from '../written/length.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import type { FieldType } from './field-type.ts'

/**
 * What a partner sent, as XML and whole, kept so that it leaves again with everything the other fields have no place for. Nobody types
 * it: a form neither shows nor loses it. Problems: `not-an-original`, `too-long`.
 */
export const original: FieldType = {
  id: 'original',
  read(raw) {
    const text = textOf(raw).replace(/\r\n?/g, '\n').replace(ILLEGAL, '').trim()
    if (text === '') return BLANK
    if (text.length > LONGEST) return tooLong(text.length, LONGEST) ?? BLANK
    return text.startsWith('<') ? read(text) : refused('not-an-original', text)
  },
  write: storedText,
  show: (value) =>
    storedText(value)
      .replace(TAG, ' ')
      .replace(/\s{1,}/g, ' ')
      .trim(),
  words: () => '',
}

const LONGEST = 500_000
const TAG = /<[^<>]*>/g
// XML 1.0 §2.2.
const ILLEGAL = /[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
