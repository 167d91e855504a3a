import iconv from 'iconv-lite'
import type { ByteSource } from './byte-source.ts'
import type { TextSource } from './text-source.ts'
import { type Range, utf8Pieces } from './utf8.ts'

/** A stretch of bytes and the encoding of its text. */
export interface Encoded extends Range {
  readonly encoding: string
}

/** The text of a stretch of bytes, decoded as it is read; what cannot be read in it becomes U+FFFD. */
export function encodedText(bytes: ByteSource, encoded: Encoded): TextSource {
  const { encoding, from, to } = encoded
  if (encoding === 'utf-8')
    return {
      pieces: () => utf8Pieces(bytes, encoded),
      whole: () => new TextDecoder('utf-8').decode(bytes.part(from, to)),
    }
  return {
    pieces: () => otherPieces(bytes, encoded),
    whole: () => iconv.decode(asBuffer(bytes.part(from, to)), encoding),
  }
}

const WINDOW = 32_768

// Its decoder keeps what a window cuts in the middle for the next.
function* otherPieces(bytes: ByteSource, { encoding, from, to }: Encoded): Generator<string> {
  const decoder = iconv.getDecoder(encoding)
  for (let at = from; at < to; ) {
    const part = bytes.part(at, Math.min(at + WINDOW, to))
    if (part.byteLength === 0) break
    at += part.byteLength
    const text = decoder.write(asBuffer(part))
    if (text !== '') yield text
  }
  const rest = decoder.end()
  if (rest) yield rest
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
