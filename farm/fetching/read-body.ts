import type { IncomingMessage } from 'node:http'
import { PassThrough, pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, gunzip } from 'node:zlib'
import { FetchFailure } from './fetch-failure.ts'

/**
 * Reads and decompresses a body, holding no more than `max` bytes whatever its size or its compression promises. Throws
 * `too-large` { max } or `unknown-compression` { value }. A file that is compressed itself (`.gz`) is unpacked likewise.
 */
export async function readBody(response: IncomingMessage, max: number): Promise<Uint8Array> {
  const announced = Number(response.headers['content-length'] ?? 0)
  if (announced > max) throw new FetchFailure({ code: 'too-large', params: { max } })
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of decoded(response)) {
    size += chunk.length
    if (size > max) throw new FetchFailure({ code: 'too-large', params: { max } })
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  return GZIP.every((byte, place) => bytes[place] === byte) ? unpacked(bytes, max) : bytes
}

const GZIP = [0x1f, 0x8b, 0x08]

// Whatever only begins like one is left as it came, and refused by whoever reads it.
function unpacked(packed: Buffer, max: number): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  gunzip(packed, { maxOutputLength: max }, (error, bytes) => {
    if (error === null) resolve(bytes)
    else if ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      reject(new FetchFailure({ code: 'too-large', params: { max } }))
    else resolve(packed)
  })
  return promise
}

function decoded(response: IncomingMessage): AsyncIterable<Buffer> {
  const coding = (response.headers['content-encoding'] ?? '').trim().toLowerCase()
  if (coding === '' || coding === 'identity') return response
  if (coding === 'gzip' || coding === 'x-gzip') return through(response, createGunzip())
  if (coding === 'br') return through(response, createBrotliDecompress())
  if (coding === 'deflate') return inflated(response)
  throw new FetchFailure({ code: 'unknown-compression', params: { value: coding.slice(0, 40) } })
}

// An error on either side ends both, and is thrown where the body is read.
function through(source: Readable, decoder: ReturnType<typeof createGunzip> | PassThrough): AsyncIterable<Buffer> {
  return pipeline(source, decoder, () => undefined)
}

// "deflate" means the zlib format (RFC 9110 §8.4.1.2), but some servers send it bare: the first byte tells.
async function* inflated(response: IncomingMessage): AsyncIterable<Buffer> {
  const whole = through(response, new PassThrough())
  const reader = whole[Symbol.asyncIterator]()
  const first = await reader.next()
  if (first.done) return
  const decoder = ((first.value[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw()
  yield* pipeline(rest(first.value, reader), decoder, () => undefined)
}

async function* rest(first: Buffer, reader: AsyncIterator<Buffer>): AsyncIterable<Buffer> {
  yield first
  for (let next = await reader.next(); !next.done; next = await reader.next()) yield next.value
}
