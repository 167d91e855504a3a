/** Folded form for comparing what people write: lower case, no accents nor ligatures, punctuation as single spaces. */
export function fold(text: string): string {
  if (ALREADY.test(text)) return text
  const plain = ASCII.test(text) ? text.toLowerCase() : unaccented(text)
  return plain.replace(NOT_WORD, ' ').trim()
}

const ALREADY = /^(?:[a-z0-9]+ )*[a-z0-9]+$/
const ASCII = /^\p{ASCII}*$/u
const NOT_WORD = /[^\p{L}\p{N}]+/gu
const LIGATURE = /[œæßøłđĳﬀ-ﬆ]/g
const LIGATURES: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd' }

function unaccented(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\u00ad\u200b-\u200d\u2060\ufeff]/gu, '')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(LIGATURE, (letter) => LIGATURES[letter] ?? letter)
}
