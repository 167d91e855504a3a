import { isAscii, isUtf8 } from 'node:buffer'
import type { ByteSource } from './byte-source.ts'

/** Up to where some bytes are UTF-8, and whether all of these are ASCII. */
export interface SoundUtf8 {
  readonly end: number
  readonly ascii: boolean
}

/**
 * Whether the bytes from a place on are UTF-8: nothing when they are not. A last character cut in the middle is forgiven, and left out, where
 * others prove the encoding.
 */
export function soundUtf8(source: ByteSource, from: number): SoundUtf8 | undefined {
  let ascii = true
  for (const [at, window] of wholeCharacters(source, { from, to: source.length })) {
    const plain = isAscii(window)
    if (!plain && !isUtf8(window)) {
      const cut = completeLength(window)
      const last = at + window.byteLength === source.length && cut < window.byteLength
      const proven = last && isUtf8(window.subarray(0, cut)) && !(ascii && isAscii(window.subarray(0, cut)))
      return proven ? { end: at + cut, ascii: false } : undefined
    }
    ascii &&= plain
  }
  return { end: source.length, ascii }
}

/** The text of bytes in UTF-8 in pieces that cut no character, without a mark at its start; what is no UTF-8 becomes U+FFFD. */
export function* utf8Pieces(source: ByteSource, range: Range): Generator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  for (const [at, window] of wholeCharacters(source, range)) {
    const text = decoder.decode(window)
    yield at === range.from && text.startsWith('\uFEFF') ? text.slice(1) : text
  }
}

/** A stretch of bytes. */
export interface Range {
  readonly from: number
  readonly to: number
}

const WINDOW = 32_768

function* wholeCharacters(source: ByteSource, { from, to }: Range): Generator<readonly [number, Uint8Array]> {
  for (let at = from; at < to; ) {
    const read = source.part(at, Math.min(at + WINDOW, to))
    // A file that became shorter meanwhile.
    if (read.byteLength === 0) return
    const ended = at + read.byteLength >= to
    const window = ended ? read : read.subarray(0, completeLength(read))
    yield [at, window]
    at += window.byteLength
  }
}

/** How many of the bytes are left without a character that is cut in the middle at their end. */
function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back < bytes.byteLength; back += 1) {
    const byte = bytes[bytes.byteLength - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1
    return size > back ? bytes.byteLength - back : bytes.byteLength
  }
  return bytes.byteLength
}
