import type { IncomingMessage } from 'node:http'
import type { Limits } from './options.ts'
import type { Refusal } from './refuse.ts'

/** Methods the app may be asked with. */
export const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Why this request cannot be answered on any host: its method or its target; `undefined` when it can. */
export function checkRequest(req: IncomingMessage, limits: Limits): Refusal | undefined {
  const method = req.method ?? ''
  const target = req.url ?? ''
  if (method !== 'GET' && !METHODS.has(method)) {
    return { status: 405, code: 'method-not-allowed', headers: ['allow', [...METHODS].join(', ')] }
  }
  if (target.length > limits.urlBytes) return { status: 414, code: 'url-too-long' }
  // A second slash would make a redirect to this path leave the site; a full URL would name another host than checked.
  const isPath = target.startsWith('/') && target[1] !== '/' && target[1] !== '\\'
  return isPath || (method === 'OPTIONS' && target === '*') ? undefined : { status: 400, code: 'bad-target' }
}

/** Whether a request only reads. */
export function isRead(req: IncomingMessage): boolean {
  return req.method === 'GET' || req.method === 'HEAD'
}
