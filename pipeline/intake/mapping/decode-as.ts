import iconv from 'iconv-lite'
import { fail, ok, type Result } from '../../model/problem.ts'
import type { Decoded } from '../decode.ts'

/** Text of a file in an encoding a person chose. Problems: `unknown-encoding` { value }, `binary-file`; warning `damaged-characters` { count }. */
export function decodeAs(bytes: Uint8Array, encoding: string): Result<Decoded> {
  const name = encoding.trim().toLowerCase()
  if (name === '' || name.length > 40 || !iconv.encodingExists(name))
    return fail({ code: 'unknown-encoding', params: { value: encoding.slice(0, 40) } })
  const text = iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), name)
  if (text.includes('\0')) return fail({ code: 'binary-file', params: { kind: 'unknown' } })
  const count = text.split('\uFFFD').length - 1
  return ok({ text, encoding: name, warnings: count > 0 ? [{ code: 'damaged-characters', params: { count } }] : [] })
}
