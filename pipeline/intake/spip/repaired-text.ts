/** Text of the bytes of one value: UTF-8, else windows-1252; `twice` when UTF-8 had been taken for Latin letters and encoded again. */
export function repairedText(bytes: Uint8Array): { readonly text: string; readonly twice: boolean } {
  const text = utf8(bytes) ?? western.decode(bytes)
  if (!TWICE.test(text)) return { text, twice: false }
  const inner = westernBytes(text)
  const once = inner && utf8(inner)
  return once === undefined ? { text, twice: false } : { text: once, twice: true }
}

// A French letter in UTF-8 begins with one of these once it is read as Latin.
const TWICE =
  /[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]/
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const western = new TextDecoder('windows-1252')
const HIGH = new Map(Array.from({ length: 32 }, (_, n) => [western.decode(Uint8Array.of(0x80 + n)), 0x80 + n] as const))

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

function westernBytes(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length)
  let length = 0
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0
    const byte = HIGH.get(letter) ?? (code < 0x100 ? code : undefined)
    if (byte === undefined) return undefined
    bytes[length++] = byte
  }
  return bytes.subarray(0, length)
}
