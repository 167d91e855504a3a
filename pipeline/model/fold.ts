/** Folded form for comparing what people write: lower case, no accents nor ligatures, punctuation as single spaces. */
export function fold(text: string): string {
  if (ALREADY.test(text)) return text
  const plain = ASCII.test(text) ? text.toLowerCase() : WESTERN.test(text) ? unaccentedLetters(text) : unaccented(text)
  return plain.replace(NOT_WORD, ' ').trim()
}

const ALREADY = /^(?:[a-z0-9]+ )*[a-z0-9]+$/
const ASCII = /^\p{ASCII}*$/u
// What French is written with: each letter folds by itself, which spares composing and decomposing.
const WESTERN =
  /^[ -~\u00a0\u00ab\u00b0\u00b7\u00bb\u00c0-\u00ff\u0152\u0153\u2010-\u2015\u2018-\u201f\u2026\u202f\u20ac]*$/
const LETTERS = /[\u00c0-\u00ff\u0152\u0153]/g
const NOT_WORD = /[^\p{L}\p{N}]+/gu
const LIGATURE = /[œæßøłđĳﬀ-ﬆ]/g
const LIGATURES: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd' }

const folded = new Map<string, string>()

function unaccentedLetters(text: string): string {
  return text.replace(LETTERS, (letter) => folded.getOrInsertComputed(letter, unaccented)).toLowerCase()
}

function unaccented(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\u00ad\u200b-\u200d\u2060\ufeff]/gu, '')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(LIGATURE, (letter) => LIGATURES[letter] ?? letter)
}
