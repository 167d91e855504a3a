import { inLanguage } from '../local-text.ts'
import { NBSP } from '../typography.ts'
import { WORDS } from '../words.ts'
import { cleanLine } from '../written/clean.ts'
import { tooLong } from '../written/length.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read } from '../written/reading.ts'
import type { FieldType } from './field-type.ts'

/** Another entry, stored as its id (a number), or as the name written for it until someone resolves it. Problem: `too-long`. */
export const reference: FieldType = {
  id: 'reference',
  read(raw) {
    const text = cleanLine(textOf(raw))
    if (text === '') return BLANK
    if (ENTRY_ID.test(text)) return read(Number(text))
    return tooLong(text.length, 255) ?? read(text)
  },
  write: storedText,
  show(value, _field, { language }) {
    return typeof value === 'number' ? `${inLanguage(WORDS.entry, language)}${NBSP}${value}` : storedText(value)
  },
  words: (value) => (typeof value === 'string' ? value : ''),
}

const ENTRY_ID = /^[1-9]\d{0,14}$/
