import { limitTime } from './body-time.ts'
import type { Exchange, Front, KnownExchange } from './front.ts'
import { writeRefusal } from './refuse.ts'

/**
 * Refuses a body above the limit, by its declared length at once, else as soon as it has grown too long, without
 * holding it in memory. `false` when it was refused at once; then the exchange is over.
 */
export function limitBody(front: Front, exchange: KnownExchange): boolean {
  const { req, res, facts } = exchange
  const isUpload = front.options.takesUpload?.(req, facts) === true
  const max = isUpload ? front.limits.uploadBytes : front.limits.bodyBytes
  const declared = Number(req.headers['content-length'] ?? 0)
  if (declared > max) {
    const close = refuseBody(front, { ...exchange, max })
    req.once('end', close).resume()
    return false
  }
  const isChunked = req.headers['transfer-encoding'] !== undefined
  if (isChunked) countBody(front, { ...exchange, max })
  if (isChunked || declared > 0) limitTime(front, req, isUpload)
  if (/^100-continue$/i.test(req.headers.expect ?? '')) res.writeContinue()
  return true
}

interface Limited extends KnownExchange {
  readonly max: number
}

function countBody(front: Front, exchange: Limited): void {
  const { req, max } = exchange
  const push = req.push.bind(req)
  let received = 0
  let close: (() => void) | undefined
  req.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (chunk instanceof Uint8Array) received += chunk.byteLength
    if (received <= max) return push(chunk, encoding)
    close ??= refuseBody(front, exchange)
    if (chunk === null) close()
    return true
  }
}

/** A client reads the answer only if the connection stays open while it is still sending. */
const LINGER_MS = 2_000

/** Writes 413 and returns how to end: the answer is left open for a while, then the connection is closed. */
function refuseBody(front: Front, exchange: Limited): () => void {
  const { req, res } = exchange
  const close = () => {
    clearTimeout(timer)
    if (!res.writableEnded) res.finish()
    req.destroy(new Error('The request body exceeds the limit'))
  }
  const timer = setTimeout(close, LINGER_MS)
  if (!res.isOnWire) write413(front, exchange)
  return close
}

function write413(front: Front, exchange: Exchange & { readonly max: number }): void {
  const params = { limit: Math.max(1, Math.floor(exchange.max / 1024 / 1024)) }
  const refusal = { status: 413, code: 'body-too-large', params, headers: ['connection', 'close'] } as const
  const { headers, body } = writeRefusal(front, exchange, refusal)
  exchange.res.open(413, headers)
  exchange.res.push(body)
}
