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
    if (COMMON.test(text) && text.length <= 254) return read(text)
    const at = text.lastIndexOf('@')
    if (text.length > 254 || !ADDRESS.test(text)) return refused('not-an-email', text)
    return read(text.slice(0, at) + text.slice(at).toLowerCase().normalize('NFC'))
  },
  write: storedText,
  show: (value) => storedText(value),
  words: (value) => storedText(value),
}

// What nearly all addresses are, stored as they are written.
const COMMON = /^[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9]{1,61}$/
// The atoms of RFC 5322, accented letters allowed (RFC 6531); a domain of at least two labels.
const ADDRESS =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u
