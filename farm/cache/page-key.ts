/**
 * A request target whose query is in one order: parameters sorted by name (values of one name keep their order),
 * empty ones dropped, so that two spellings of a list are one page.
 */
export function normaliseTarget(target: string): string {
  const mark = target.indexOf('?')
  if (mark < 0) return target
  const path = target.slice(0, mark)
  const query = target.slice(mark + 1)
  if (query !== '' && !query.includes('&')) return target
  const parts = query.split('&').filter((part) => part !== '')
  return parts.length === 0 ? path : `${path}?${parts.sort(byName).join('&')}`
}

function byName(a: string, b: string): number {
  const left = nameOf(a)
  const right = nameOf(b)
  return left < right ? -1 : left > right ? 1 : 0
}

function nameOf(part: string): string {
  const sign = part.indexOf('=')
  return sign < 0 ? part : part.slice(0, sign)
}
