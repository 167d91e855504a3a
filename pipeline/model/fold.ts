import { Buffer } from 'node:buffer'

/** Folded form for comparing what people write: lower case, no accents nor ligatures, punctuation as single spaces. */
export function fold(text: string): string {
  if (ALREADY.test(text)) return text
  return WESTERN.test(text) ? foldedLetters(text) : unaccented(text).replace(NOT_WORD, ' ').trim()
}

const ALREADY = /^(?:[a-z0-9]+ )*[a-z0-9]+$/
// What French is written with: each letter folds by itself, which spares composing, decomposing and searching.
const WESTERN =
  /^[\t\n\r -~\u00a0\u00ab\u00b0\u00b7\u00bb\u00c0-\u00ff\u0152\u0153\u2010-\u2015\u2018-\u201f\u2026\u202f\u20ac]*$/
const NOT_WORD = /[^\p{L}\p{N}]+/gu
const LIGATURE = /[œæßøłđĳﬀ-ﬆ]/g
const LIGATURES: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd' }

const SPACE = 32
const LETTERS = Array.from({ length: 0x154 }, (_, code) =>
  unaccented(String.fromCharCode(code)).replace(NOT_WORD, ' ').padEnd(2, '\0'),
)
// Code of the first letter that each character folds to, a space where it is none; and of the second that a ligature has.
const FIRST = Uint16Array.from(LETTERS, (letters) => letters.charCodeAt(0))
const SECOND = Uint16Array.from(LETTERS, (letters) => letters.charCodeAt(1))

const shared = Buffer.alloc(1024)

function foldedLetters(text: string): string {
  const written = text.length * 2 > shared.length ? Buffer.alloc(text.length * 2) : shared
  let length = 0
  let parted = false
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    const first = FIRST[code] ?? SPACE
    if (first === SPACE) {
      parted = length > 0
      continue
    }
    if (parted) written[length++] = SPACE
    parted = false
    written[length++] = first
    if (SECOND[code]) written[length++] = SECOND[code]
  }
  return written.toString('latin1', 0, length)
}

function unaccented(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\u00ad\u200b-\u200d\u2060\ufeff]/gu, '')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(LIGATURE, (letter) => LIGATURES[letter] ?? letter)
}
