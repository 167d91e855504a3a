import type { IncomingMessage } from 'node:http'
import type { Limits } from './options.ts'
import type { Refusal } from './refuse.ts'

/** Methods the app may be asked with. */
export const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Why this request cannot be answered on any host: its method, its target, or two hosts at once; `undefined` when it can. */
export function checkRequest(req: IncomingMessage, limits: Limits): Refusal | undefined {
  const method = req.method ?? ''
  const target = req.url ?? ''
  if (method !== 'GET' && !METHODS.has(method)) {
    return { status: 405, code: 'method-not-allowed', headers: ['allow', [...METHODS].join(', ')] }
  }
  // Node keeps the first, a proxy before us may have gone by the last (RFC 9112 § 3.2).
  if (namesHostTwice(req)) return { status: 400, code: 'bad-host' }
  if (target.length > limits.urlBytes) return { status: 414, code: 'url-too-long' }
  // A second slash would make a redirect to this path leave the site; a full URL would name another host than checked.
  const isPath = target.startsWith('/') && target[1] !== '/' && target[1] !== '\\' && !DOTTED.test(target)
  return isPath || (method === 'OPTIONS' && target === '*') ? undefined : { status: 400, code: 'bad-target' }
}

// No browser sends them: what is judged by its first letters must not be another path once it is read.
const DOTTED = /^[^?]*[/\\](?:\.|%2e){1,2}(?:[/\\?#]|$)/i

function namesHostTwice({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  return hosts > 1
}

/** Whether a request only reads. */
export function isRead(req: IncomingMessage): boolean {
  return req.method === 'GET' || req.method === 'HEAD'
}
