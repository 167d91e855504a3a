/** A text that is read piece by piece, as often as one likes: that of a large file never stands in memory as a whole. */
export interface TextSource {
  /** Its pieces in order, from the start. */
  pieces(): Iterable<string>
  /** The text as a whole, for readers that cannot do with less. */
  whole(): string
}

const PIECE = 32_768

/** A text in memory as a source of pieces. */
export function textSource(text: string): TextSource {
  function* pieces() {
    for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE)
  }
  return { pieces, whole: () => text }
}

/** The start of a text, as long as asked. */
export function startOf(text: TextSource, length: number): string {
  let start = ''
  for (const piece of text.pieces()) {
    start += piece
    if (start.length >= length) break
  }
  return start.slice(0, length)
}

/** What a text begins with after its white space, as long as asked; nothing when it is blank. */
export function firstWords(text: TextSource, length: number): string {
  let start = ''
  for (const piece of text.pieces()) {
    start = start === '' ? piece.trimStart() : start + piece
    if (start.length >= length) break
  }
  return start.slice(0, length)
}

/** Whether a text holds a sign. */
export function holdsSign(text: TextSource, sign: string): boolean {
  for (const piece of text.pieces()) if (piece.includes(sign)) return true
  return false
}
