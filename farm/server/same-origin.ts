import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether an unsafe request comes from a page of the same origin, by `Origin`, else by `Sec-Fetch-Site`; a request
 * that says neither is refused. A bearer key lets it through: no browser adds one by itself.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, origin: string): boolean {
  if (isBearer(headers)) return true
  if (headers.origin !== undefined) return headers.origin === origin
  return headers['sec-fetch-site'] === 'same-origin'
}

function isBearer(headers: IncomingHttpHeaders): boolean {
  return headers.cookie === undefined && /^bearer /i.test(headers.authorization ?? '')
}
