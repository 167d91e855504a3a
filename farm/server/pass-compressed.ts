import type { IncomingMessage } from 'node:http'
import type { Transform } from 'node:stream'
import { createGzip } from 'node:zlib'
import { isCompressible } from '../cache/compress.ts'
import { readAcceptEncoding } from './accept-encoding.ts'
import type { Head } from './head.ts'

/**
 * Says in its head that a private or long text leaves as gzip, when its client takes it, and returns how to make the
 * encoder; light compression, as the work is done for one reader only.
 */
export function encoderFor(req: IncomingMessage, head: Head): (() => Transform) | undefined {
  const length = Number(head.get('content-length') ?? Number.POSITIVE_INFINITY)
  const mediaType = head.get('content-type') ?? ''
  const isPlain = head.status === 200 && !head.has('content-encoding') && !mediaType.startsWith('text/event-stream')
  if (!isPlain || !isCompressible(mediaType, length)) return undefined
  const vary = head.get('vary')
  head.set('vary', vary ? `${vary}, accept-encoding` : 'accept-encoding')
  if (req.method === 'HEAD' || !readAcceptEncoding(req.headers['accept-encoding']).includes('gzip')) return undefined
  const etag = head.get('etag')
  if (etag && !etag.startsWith('W/')) head.set('etag', `W/${etag}`)
  head.delete('content-length')
  head.set('content-encoding', 'gzip')
  return () => createGzip({ level: 4 })
}
