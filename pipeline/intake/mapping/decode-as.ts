import iconv from 'iconv-lite'
import { fail, ok, type Result } from '../../model/problem.ts'
import { type Bytes, byteSource } from '../byte-source.ts'
import { encodedText } from '../encoded-text.ts'
import type { OpenText } from '../open-text.ts'

/** Text of a file in an encoding a person chose. Problems: `unknown-encoding` { value }, `binary-file`; warning `damaged-characters` { count }. */
export function decodeAs(bytes: Bytes, encoding: string): Result<OpenText> {
  const name = encoding.trim().toLowerCase()
  if (name === '' || name.length > 40 || !iconv.encodingExists(name))
    return fail({ code: 'unknown-encoding', params: { value: encoding.slice(0, 40) } })
  const source = byteSource(bytes)
  const text = encodedText(source, { encoding: name, from: 0, to: source.length })
  let count = 0
  for (const piece of text.pieces()) {
    if (piece.includes('\0')) return fail({ code: 'binary-file', params: { kind: 'unknown' } })
    count += piece.split('\uFFFD').length - 1
  }
  return ok({ text, encoding: name, warnings: count > 0 ? [{ code: 'damaged-characters', params: { count } }] : [] })
}
