import type { IncomingMessage } from 'node:http'
import type { Page, Variant } from '../cache/page.ts'
import { readAcceptEncoding } from './accept-encoding.ts'
import { isUnchanged } from './conditional.ts'
import type { Exchange } from './front.ts'

/** Answers with a finished page in the best encoding the client takes, or 304 when it holds it. */
export function sendPage({ req, res }: Exchange, page: Page): void {
  const variant = page.variant(readAcceptEncoding(req.headers['accept-encoding']))
  if (!variant) sendInflated({ req, res }, page)
  else if (page.status === 200 && isHeld(req, page, variant)) res.send(304, variant.notModifiedHeaders)
  else res.send(page.status, variant.headers, variant.body)
}

/** Most clients that ask hold the very variant they would get. */
function isHeld({ headers }: IncomingMessage, page: Page, variant: Variant): boolean {
  const held = headers['if-none-match']
  if (held === variant.etag) return true
  if (held === undefined && headers['if-modified-since'] === undefined) return false
  return isUnchanged(headers, page)
}

function sendInflated(exchange: Exchange, page: Page): void {
  page.inflate().then(
    () => sendPage(exchange, page),
    (error: unknown) => exchange.res.destroy(error instanceof Error ? error : undefined),
  )
}
