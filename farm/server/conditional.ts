import type { IncomingHttpHeaders } from 'node:http'

/** What an answer offers to compare with. */
export interface Validators {
  /** Every quoted ETag the answer goes by (one per encoding), the weak mark left out. */
  readonly etags: readonly string[]
  /** Time of last change, ms. */
  readonly lastModified?: number | undefined
}

/** Whether the client already holds this answer: If-None-Match by weak comparison, else If-Modified-Since (RFC 9110 § 13). */
export function isUnchanged(headers: IncomingHttpHeaders, validators: Validators): boolean {
  const held = headers['if-none-match']
  if (held !== undefined) return matchesAny(held, validators.etags)
  const since = headers['if-modified-since']
  if (since === undefined || validators.lastModified === undefined) return false
  return Date.parse(since) >= Math.floor(validators.lastModified / 1000) * 1000
}

function matchesAny(held: string, etags: readonly string[]): boolean {
  if (etags.length === 0) return false
  if (held.trim() === '*') return true
  const listed = held.match(/"[^"]*"/g) ?? []
  return listed.some((etag) => etags.includes(etag))
}
