import type { Exchange, Front } from './front.ts'
import { PLAIN_PAGE_HEADERS, type PlainCode, writePlainPage } from './plain-page.ts'
import { PLAIN_PROBLEM_HEADERS, writePlainProblem } from './plain-problem.ts'

/** Why and how a request is refused. */
export interface Refusal {
  readonly status: number
  readonly code: PlainCode
  /** Told where the exchange does not know it yet. */
  readonly https?: boolean
  readonly params?: Readonly<Record<string, string | number>>
  /** More headers, flat. */
  readonly headers?: readonly string[]
}

/** Answers with a small page of the front's own. */
export function refuse(front: Front, exchange: Exchange, refusal: Refusal): void {
  const { headers, body } = writeRefusal(front, exchange, refusal)
  exchange.res.send(refusal.status, headers, body)
}

/** The headers and body of a refusal. */
export function writeRefusal(front: Front, exchange: Pick<Exchange, 'req' | 'facts'> | undefined, refusal: Refusal) {
  const { code, params = {}, headers = [] } = refusal
  const page = { code, languages: exchange?.req.headers['accept-language'], params }
  const isApi = exchange !== undefined && front.options.isApi?.(exchange.req) === true
  const body = isApi ? writePlainProblem(page, refusal.status) : writePlainPage(page)
  const https = refusal.https ?? exchange?.facts?.protocol === 'https'
  const security = front.security({ https, open: false })
  const length = ['content-length', String(body.byteLength)]
  const kind = isApi ? PLAIN_PROBLEM_HEADERS : PLAIN_PAGE_HEADERS
  return { headers: [...kind, ...length, ...security, ...headers], body }
}
