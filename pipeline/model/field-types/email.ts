import { cleanLine } from '../written/clean.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import type { FieldType } from './field-type.ts'

/** An e-mail address, stored with its domain in lower case. Problem: `not-an-email`. */
export const email: FieldType = {
  id: 'email',
  read(raw) {
    const text = cleanLine(textOf(raw)).replace(/^mailto:/i, '')
    if (text === '') return BLANK
    const at = text.lastIndexOf('@')
    if (text.length > 254 || !ADDRESS.test(text)) return refused('not-an-email', text)
    return read(text.slice(0, at) + text.slice(at).toLowerCase().normalize('NFC'))
  },
  write: storedText,
  show: (value) => storedText(value),
  words: (value) => storedText(value),
}

// The atoms of RFC 5322, accented letters allowed (RFC 6531); a domain of at least two labels.
const ADDRESS =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u
