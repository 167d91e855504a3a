import type { IncomingHttpHeaders } from 'node:http'

const DAY = 86_400_000

/**
 * How long an answer says it stays fresh, in milliseconds, a day at most (RFC 9111 §4.2: `max-age` less `Age`, else `Expires`);
 * undefined where it says nothing, or that it may not be kept.
 */
export function freshFor(headers: IncomingHttpHeaders, now: number): number | undefined {
  const control = headers['cache-control'] ?? ''
  if (/\bno-(?:store|cache)\b/i.test(control)) return undefined
  const [, seconds] = /\bmax-age\s*=\s*"?(\d{1,9})/i.exec(control) ?? []
  if (seconds !== undefined) return within(Number(seconds) * 1000 - ageOf(headers))
  if (headers.expires === undefined) return undefined
  const sent = Date.parse(headers.date ?? '')
  return within(Date.parse(headers.expires) - (Number.isNaN(sent) ? now : sent))
}

function ageOf({ age }: IncomingHttpHeaders): number {
  return /^\d{1,9}$/.test(age ?? '') ? Number(age) * 1000 : 0
}

function within(wait: number): number | undefined {
  return Number.isNaN(wait) || wait <= 0 ? undefined : Math.min(wait, DAY)
}
