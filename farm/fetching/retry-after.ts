/** Milliseconds a `Retry-After` header asks to wait (RFC 9110 §10.2.3: seconds or a date), a week at most; undefined where it says nothing. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? ''
  if (text === '') return undefined
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), WEEK)
}

const WEEK = 7 * 86_400_000
