import { ok, type Result } from '../model/problem.ts'
import { type OpenText, openText } from './open-text.ts'

/** Bytes read as text. */
export interface Decoded extends Omit<OpenText, 'text'> {
  /** Without byte order mark. */
  readonly text: string
}

/** Text of a file that is small, or read as a whole by its nature; its encoding and its problems are those of `openText`. */
export function decode(bytes: Uint8Array, mediaType?: string): Result<Decoded> {
  const opened = openText(bytes, mediaType)
  return opened.ok ? ok({ ...opened.value, text: opened.value.text.whole() }) : opened
}
