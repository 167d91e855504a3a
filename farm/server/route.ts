import { IMMUTABLE_PREFIX } from './assets.ts'
import { limitBody } from './body-limit.ts'
import { isRead, METHODS } from './check-request.ts'
import { fail, log } from './fail.ts'
import type { Front, KnownExchange } from './front.ts'
import { handOver } from './hand-over.ts'
import { refuse } from './refuse.ts'
import { isSameOrigin } from './same-origin.ts'
import { sendPage } from './send-page.ts'
import { servePublic } from './serve-public.ts'

/** Finds who answers a request on a known host: a file, the kept pages, or the app. */
export function route(front: Front, exchange: KnownExchange): void {
  const { req } = exchange
  if (isRead(req)) read(front, exchange)
  else if (req.method === 'OPTIONS' && front.options.isApi?.(req)) pass(front, exchange)
  else if (req.method === 'OPTIONS') answerOptions(front, exchange)
  else write(front, exchange)
}

function read(front: Front, exchange: KnownExchange): void {
  const { req } = exchange
  const path = pathOf(req.url ?? '/')
  watch(front, exchange)
  if (front.assets.has(path)) sendAsset(front, exchange, path)
  else if (path.startsWith(IMMUTABLE_PREFIX)) refuseMissing(front, exchange)
  else if (req.headers.authorization === undefined && front.options.isAnonymous(req)) servePublic(front, exchange)
  else pass(front, exchange)
}

// Kept pages and 304 answers never reach the app: reads of feeds are noted here.
function watch(front: Front, { req, res, facts }: KnownExchange): void {
  const note = front.options.watchRead?.(req, facts)
  if (!note) return
  const { onStatus } = res
  res.onStatus = (status, answered) => {
    onStatus?.(status, answered)
    if (status === 200 || status === 304) note()
  }
}

function write(front: Front, exchange: KnownExchange): void {
  const { req, facts } = exchange
  if (isSameOrigin(req.headers, facts.origin) || front.options.acceptsForeignPost?.(req, facts)) {
    pass(front, exchange)
    return
  }
  const { origin = 'none' } = req.headers
  log(front, { level: 'warn', code: 'foreign-origin', origin, expected: facts.origin, path: pathOf(req.url ?? '') })
  refuse(front, exchange, { status: 403, code: 'foreign-origin' })
}

function pass(front: Front, exchange: KnownExchange): void {
  if (limitBody(front, exchange)) void handOver(front, exchange)
}

function sendAsset(front: Front, exchange: KnownExchange, path: string): void {
  front.assets.page(path, exchange.facts.protocol).then(
    (page) => (page ? sendPage(exchange, page) : refuseMissing(front, exchange)),
    (error: unknown) => fail(front, exchange, error),
  )
}

function refuseMissing(front: Front, exchange: KnownExchange): void {
  refuse(front, exchange, { status: 404, code: 'not-found' })
}

function answerOptions(front: Front, { res, facts }: KnownExchange): void {
  const security = front.security({ https: facts.protocol === 'https', open: false })
  res.send(204, ['allow', [...METHODS].join(', '), ...security])
}

function pathOf(target: string): string {
  const mark = target.indexOf('?')
  return mark < 0 ? target : target.slice(0, mark)
}
