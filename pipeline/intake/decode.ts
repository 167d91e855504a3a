import { analyse } from 'chardet'
import iconv from 'iconv-lite'
import { fail, ok, type Problem, type Result } from '../model/problem.ts'
import { type DeclaredEncoding, declaredEncoding } from './declared-encoding.ts'

/** Bytes read as text. */
export interface Decoded {
  /** Without byte order mark. */
  readonly text: string
  /** Encoding used, in lower case: `utf-8`, `windows-1252`, `utf-16le`… */
  readonly encoding: string
  /** `wrong-declared-encoding` { declared, used } when the bytes contradict what was said of them; `damaged-characters` { count }. */
  readonly warnings: readonly Problem[]
}

/**
 * Text of a file: its byte order mark wins, then what it or its `content-type` declares as long as the bytes agree, then
 * a guess that leans to windows-1252, the encoding of French Excel. Problem: `binary-file` when NUL bytes say it is no text.
 */
export function decode(bytes: Uint8Array, mediaType?: string): Result<Decoded> {
  const declared = declaredEncoding(bytes, mediaType)
  const marked = byteOrderMark(bytes)
  const wide = marked ?? (bytes.includes(0) ? wideEncoding(bytes) : undefined)
  const read = wide === undefined ? narrow(bytes, declared?.name) : wideText(bytes, wide)
  if (read.text.includes('\0')) return fail({ code: 'binary-file', params: { kind: 'unknown' } })
  return ok({ text: read.text, encoding: read.encoding, warnings: contradictions(bytes, declared, read) })
}

interface Read {
  readonly text: string
  readonly encoding: string
  /** Characters that could not be read. */
  readonly lost?: number
}

interface Mark {
  readonly encoding: string
  readonly length: number
}

function byteOrderMark(bytes: Uint8Array): Mark | undefined {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8', length: 3 }
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', length: 2 }
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', length: 2 }
  return undefined
}

/** UTF-16 that lost its mark shows as a NUL in nearly every other byte. */
function wideEncoding(bytes: Uint8Array): Mark | undefined {
  const sample = bytes.subarray(0, 4000)
  const nuls = [0, 0]
  sample.forEach((byte, index) => {
    if (byte === 0) nuls[index % 2] = (nuls[index % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = nuls
  const many = sample.length / 3
  if (odd > many && even < many / 10) return { encoding: 'utf-16le', length: 0 }
  return even > many && odd < many / 10 ? { encoding: 'utf-16be', length: 0 } : undefined
}

function wideText(bytes: Uint8Array, { encoding, length }: Mark): Read {
  const content = bytes.subarray(length)
  const text = encoding === 'utf-8' ? strictUtf8(content) : iconv.decode(asBuffer(content), encoding)
  return text === undefined ? withEncoding(content, 'windows-1252') : { text, encoding }
}

function narrow(bytes: Uint8Array, declared: string | undefined): Read {
  const text = strictUtf8(bytes)
  if (text !== undefined) return { text, encoding: 'utf-8' }
  if (declared === undefined || declared === 'utf-8') {
    const damaged = damagedUtf8(bytes)
    if (damaged !== undefined) return damaged
  }
  if (declared === 'utf-8') return withEncoding(bytes, 'windows-1252')
  const usable = declared !== undefined && !/^utf-?(?:16|32)/.test(declared) && iconv.encodingExists(declared)
  return withEncoding(bytes, usable ? declared : guess(bytes))
}

/** The text, or nothing when the bytes are no UTF-8; a last character cut in the middle is forgiven where others prove the encoding. */
function strictUtf8(bytes: Uint8Array): string | undefined {
  const whole = utf8(bytes)
  if (whole !== undefined) return whole
  const cut = bytes.findLastIndex((byte) => (byte & 0xc0) !== 0x80)
  const lead = bytes[cut] ?? 0
  const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1
  const text = bytes.length - cut < size ? utf8(bytes.subarray(0, cut)) : undefined
  return text !== undefined && text.length < cut ? text : undefined
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** UTF-8 with a few foreign bytes in it, a feed glued together from several: better some lost letters than every accent. */
function damagedUtf8(bytes: Uint8Array): Read | undefined {
  const sample = bytes.subarray(0, 1_000_000)
  const decoded = new TextDecoder('utf-8').decode(sample)
  if (sample.length - decoded.length <= 20 * lostIn(decoded)) return undefined
  const text = new TextDecoder('utf-8').decode(bytes)
  return { text, encoding: 'utf-8', lost: lostIn(text) }
}

function lostIn(text: string): number {
  return text.split('\uFFFD').length - 1
}

function guess(bytes: Uint8Array): string {
  const first = bytes.findIndex((byte) => byte >= 0x80)
  const start = Math.max(0, first - 2000)
  const [best] = analyse(bytes.subarray(start, start + 65_536))
  const sure = best !== undefined && best.confidence >= 80 && iconv.encodingExists(best.name)
  return sure && !WESTERN.test(best.name) ? best.name.toLowerCase() : 'windows-1252'
}

const WESTERN = /^(?:iso-8859-\d+|windows-125\d|utf-8|ascii)$/i

function withEncoding(bytes: Uint8Array, encoding: string): Read {
  return { text: iconv.decode(asBuffer(bytes), encoding), encoding }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function contradictions(bytes: Uint8Array, declared: DeclaredEncoding | undefined, read: Read): readonly Problem[] {
  const ascii = read.encoding === 'utf-8' && read.text.length === bytes.length
  const wrong = declared !== undefined && !ascii && !sameFamily(declared.name, read.encoding)
  return [
    ...(wrong ? [{ code: 'wrong-declared-encoding', params: { declared: declared.claim, used: read.encoding } }] : []),
    ...(read.lost ? [{ code: 'damaged-characters', params: { count: read.lost } }] : []),
  ]
}

function sameFamily(declared: string, used: string): boolean {
  return declared === used || (/^utf-?16/.test(declared) && used.startsWith('utf-16'))
}
