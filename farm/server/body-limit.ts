import type { Exchange, Front, KnownExchange } from './front.ts'
import { writeRefusal } from './refuse.ts'

/**
 * Refuses a body above the limit, by its declared length at once, else as soon as it has grown too long, without
 * holding it in memory. `false` when it was refused at once; then the exchange is over.
 */
export function limitBody(front: Front, exchange: KnownExchange): boolean {
  const { req, res } = exchange
  if (Number(req.headers['content-length'] ?? 0) > front.limits.bodyBytes) {
    const close = refuseBody(front, exchange)
    req.once('end', close).resume()
    return false
  }
  if (req.headers['transfer-encoding'] !== undefined) countBody(front, exchange)
  if (/^100-continue$/i.test(req.headers.expect ?? '')) res.writeContinue()
  return true
}

function countBody(front: Front, exchange: KnownExchange): void {
  const { req } = exchange
  const push = req.push.bind(req)
  let received = 0
  let close: (() => void) | undefined
  req.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (chunk instanceof Uint8Array) received += chunk.byteLength
    if (received <= front.limits.bodyBytes) return push(chunk, encoding)
    close ??= refuseBody(front, exchange)
    if (chunk === null) close()
    return true
  }
}

/** A client reads the answer only if the connection stays open while it is still sending. */
const LINGER_MS = 2_000

/** Writes 413 and returns how to end: the answer is left open for a while, then the connection is closed. */
function refuseBody(front: Front, exchange: KnownExchange): () => void {
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

function write413(front: Front, exchange: Exchange): void {
  const params = { limit: Math.max(1, Math.floor(front.limits.bodyBytes / 1024 / 1024)) }
  const refusal = { status: 413, code: 'body-too-large', params, headers: ['connection', 'close'] } as const
  const { headers, body } = writeRefusal(front, exchange, refusal)
  exchange.res.open(413, headers)
  exchange.res.push(body)
}
