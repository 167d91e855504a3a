import type { IncomingMessage } from 'node:http'
import { PassThrough, pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { FetchFailure } from './fetch-failure.ts'

/**
 * Reads and decompresses a body, holding no more than `max` bytes whatever its size or its compression promises. Throws
 * `too-large` { max } or `unknown-encoding` { value }.
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
  return Buffer.concat(chunks)
}

function decoded(response: IncomingMessage): AsyncIterable<Buffer> {
  const coding = (response.headers['content-encoding'] ?? '').trim().toLowerCase()
  if (coding === '' || coding === 'identity') return response
  if (coding === 'gzip' || coding === 'x-gzip') return through(response, createGunzip())
  if (coding === 'br') return through(response, createBrotliDecompress())
  if (coding === 'deflate') return inflated(response)
  throw new FetchFailure({ code: 'unknown-encoding', params: { value: coding.slice(0, 40) } })
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
