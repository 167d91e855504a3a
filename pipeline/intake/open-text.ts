import { analyse } from 'chardet'
import iconv from 'iconv-lite'
import { fail, ok, type Problem, type Result } from '../model/problem.ts'
import { type ByteSource, type Bytes, byteSource, partsOf } from './byte-source.ts'
import { type DeclaredEncoding, declaredEncoding } from './declared-encoding.ts'
import { type Encoded, encodedText } from './encoded-text.ts'
import { holdsSign, type TextSource } from './text-source.ts'
import { soundUtf8 } from './utf8.ts'

/** Bytes as a text that is decoded as it is read. */
export interface OpenText {
  /** Without byte order mark. */
  readonly text: TextSource
  /** Encoding used, in lower case: `utf-8`, `windows-1252`, `utf-16le`… */
  readonly encoding: string
  /** `wrong-declared-encoding` { declared, used } when the bytes contradict what was said of them; `damaged-characters` { count }. */
  readonly warnings: readonly Problem[]
}

/**
 * Finds the encoding of a file: its byte order mark wins, then what it or its `content-type` declares as long as the bytes agree, then
 * a guess that leans to windows-1252, the encoding of French Excel. Problem: `binary-file` when NUL bytes say it is no text.
 */
export function openText(bytes: Bytes, mediaType?: string): Result<OpenText> {
  const source = byteSource(bytes)
  const declared = declaredEncoding(source.part(0, 1024), mediaType)
  const marked = byteOrderMark(source.part(0, 3))
  const holdsNul = holdsByte(source, 0)
  const wide = marked ?? (holdsNul ? wideEncoding(source) : undefined)
  const read = wide === undefined ? narrow(source, declared?.name) : wideText(source, wide)
  const text = encodedText(source, read)
  if (read.encoding.startsWith('utf-16') ? holdsSign(text, '\0') : holdsNul)
    return fail({ code: 'binary-file', params: { kind: 'unknown' } })
  return ok({ text, encoding: read.encoding, warnings: contradictions(declared, read) })
}

interface Read extends Encoded {
  readonly ascii?: boolean
  /** Characters that could not be read. */
  readonly lost?: number
}

interface Mark {
  readonly encoding: string
  readonly length: number
}

function byteOrderMark([first, second, third]: Uint8Array): Mark | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8', length: 3 }
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', length: 2 }
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', length: 2 }
  return undefined
}

function holdsByte(source: ByteSource, byte: number): boolean {
  for (const part of partsOf(source, WINDOW)) if (part.includes(byte)) return true
  return false
}

const WINDOW = 262_144

/** UTF-16 that lost its mark shows as a NUL in nearly every other byte. */
function wideEncoding(source: ByteSource): Mark | undefined {
  const sample = source.part(0, 4000)
  const nuls = [0, 0]
  sample.forEach((byte, index) => {
    if (byte === 0) nuls[index % 2] = (nuls[index % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = nuls
  const many = sample.length / 3
  if (odd > many && even < many / 10) return { encoding: 'utf-16le', length: 0 }
  return even > many && odd < many / 10 ? { encoding: 'utf-16be', length: 0 } : undefined
}

function wideText(source: ByteSource, { encoding, length: from }: Mark): Read {
  const whole = { from, to: source.length }
  if (encoding !== 'utf-8') return { ...whole, encoding }
  const sound = soundUtf8(source, from)
  return sound ? { from, to: sound.end, encoding } : { ...whole, encoding: 'windows-1252' }
}

function narrow(source: ByteSource, declared: string | undefined): Read {
  const whole = { from: 0, to: source.length }
  const sound = soundUtf8(source, 0)
  if (sound) return { from: 0, to: sound.end, encoding: 'utf-8', ascii: sound.ascii }
  if (declared === undefined || declared === 'utf-8') {
    const lost = lostInUtf8(source)
    if (lost !== undefined) return { ...whole, encoding: 'utf-8', lost }
  }
  if (declared === 'utf-8') return { ...whole, encoding: 'windows-1252' }
  const usable = declared !== undefined && !/^utf-?(?:16|32)/.test(declared) && iconv.encodingExists(declared)
  return { ...whole, encoding: usable ? declared : guess(source) }
}

/**
 * Characters lost where this is UTF-8 with a few foreign bytes in it, a feed glued together from several: better some lost letters than
 * every accent.
 */
function lostInUtf8(source: ByteSource): number | undefined {
  const sample = source.part(0, 1_000_000)
  const decoded = new TextDecoder('utf-8').decode(sample)
  if (sample.length - decoded.length <= 20 * lostIn(decoded)) return undefined
  const { pieces } = encodedText(source, { encoding: 'utf-8', from: 0, to: source.length })
  return Iterator.from(pieces()).reduce((lost, piece) => lost + lostIn(piece), 0)
}

function lostIn(text: string): number {
  return text.split('\uFFFD').length - 1
}

function guess(source: ByteSource): string {
  const start = Math.max(0, firstForeign(source) - 2000)
  const [best] = analyse(source.part(start, start + 65_536))
  const sure = best !== undefined && best.confidence >= 80 && iconv.encodingExists(best.name)
  return sure && !WESTERN.test(best.name) ? best.name.toLowerCase() : 'windows-1252'
}

const WESTERN = /^(?:iso-8859-\d+|windows-125\d|utf-8|ascii)$/i

function firstForeign(source: ByteSource): number {
  let before = 0
  for (const part of partsOf(source, WINDOW)) {
    const found = part.findIndex((byte) => byte >= 0x80)
    if (found !== -1) return before + found
    before += part.byteLength
  }
  return 0
}

function contradictions(declared: DeclaredEncoding | undefined, read: Read): readonly Problem[] {
  const wrong = declared !== undefined && !read.ascii && !sameFamily(declared.name, read.encoding)
  return [
    ...(wrong ? [{ code: 'wrong-declared-encoding', params: { declared: declared.claim, used: read.encoding } }] : []),
    ...(read.lost ? [{ code: 'damaged-characters', params: { count: read.lost } }] : []),
  ]
}

function sameFamily(declared: string, used: string): boolean {
  return declared === used || (/^utf-?16/.test(declared) && used.startsWith('utf-16'))
}
