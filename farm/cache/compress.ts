import { promisify } from 'node:util'
import { brotliCompress, constants, gunzip, gzip } from 'node:zlib'

const gzipAsync = promisify(gzip)
const brotliAsync = promisify(brotliCompress)
const gunzipAsync = promisify(gunzip)

/** How a body may travel (RFC 9110, content codings). */
export type Encoding = 'br' | 'gzip' | 'identity'

/** A body compressed both ways. */
export interface Compressed {
  readonly gzip: Buffer
  readonly br: Buffer
}

let tail: Promise<unknown> = Promise.resolve()

/**
 * Compresses with gzip 6 and brotli at `quality` (0–11) off the event loop, one body at a time: a burst of fresh pages
 * must not take the thread pool away from the database and the password hashes. `wanted` is asked when its turn comes.
 */
export function compressLater(body: Buffer, quality: number, wanted: () => boolean): Promise<Compressed | null> {
  const turn = tail.then(() => (wanted() ? compress(body, quality) : null))
  tail = turn.catch(() => undefined)
  return turn
}

/** Whether compressing pays: text of some length. `mediaType` is a `content-type` header. */
export function isCompressible(mediaType: string, length: number): boolean {
  return length >= 512 && COMPRESSIBLE.test(mediaType)
}

/** The body a gzip buffer stands for. */
export async function inflate(gzipped: Buffer): Promise<Buffer> {
  return copyOf(await gunzipAsync(gzipped))
}

/** A copy that owns its memory: Node's pooled buffers would keep 64 KiB alive for a page of two. */
export function copyOf(...chunks: readonly Uint8Array[]): Buffer {
  const copy = Buffer.allocUnsafeSlow(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0))
  let offset = 0
  for (const chunk of chunks) {
    copy.set(chunk, offset)
    offset += chunk.byteLength
  }
  return copy
}

const COMPRESSIBLE = /^(?:text\/|image\/svg|application\/(?:json|xml|javascript|manifest|[\w.-]+\+(?:json|xml)))/i

async function compress(body: Buffer, quality: number): Promise<Compressed> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength }
  const gzipped = copyOf(await gzipAsync(body, { level: 6 }))
  return { gzip: gzipped, br: copyOf(await brotliAsync(body, { params })) }
}
