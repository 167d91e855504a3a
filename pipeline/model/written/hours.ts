import { DAYS, type Day } from './days.ts'
import { hourTokens, type Token } from './hour-tokens.ts'

/** Opening and closing time `HH:MM`; a closing at or before the opening is on the next day, midnight at the end of a day is `24:00`. */
export type Span = readonly [string, string]

/** Spans of each open day, in order. */
export type OpeningHours = ReadonlyMap<Day, readonly Span[]>

/** Reads weekly hours written in French, English or OpenStreetMap's way; null when a word or a time is not understood. */
export function openingHours(text: string): OpeningHours | null {
  const tokens = hourTokens(text)
  if (tokens === null || tokens.length === 0) return null
  const hours = new Map<Day, readonly Span[]>()
  let at = 0
  while (at < tokens.length) {
    const days = readDays(tokens, at)
    const spans = readSpans(tokens, days.next)
    if (spans.next === days.next) return null
    // Hours without a day could mean any day: better ask. Only "closed" needs none.
    if (days.days.length === 0 && (spans.spans.length > 0 || tokens.length > 1)) return null
    for (const day of days.days) hours.set(day, [...(hours.get(day) ?? []), ...spans.spans])
    at = spans.next
  }
  return inOrder(hours)
}

function readDays(tokens: readonly Token[], start: number): { readonly days: readonly Day[]; readonly next: number } {
  const days: Day[] = []
  let at = start
  for (;;) {
    const token = tokens[at]
    if (token?.kind !== 'day') return { days, next: at }
    const last = tokens[at + 1]?.kind === 'dash' ? tokens[at + 2] : undefined
    if (last?.kind === 'day') days.push(...between(token.days[0], last.days.at(-1)))
    else days.push(...token.days)
    at += last?.kind === 'day' ? 3 : 1
  }
}

function between(first: Day | undefined, last: Day | undefined): readonly Day[] {
  if (first === undefined || last === undefined) return []
  const [from, to] = [DAYS.indexOf(first), DAYS.indexOf(last)]
  const length = ((to - from + 7) % 7) + 1
  return [...DAYS, ...DAYS].slice(from, from + length)
}

function readSpans(
  tokens: readonly Token[],
  start: number,
): { readonly spans: readonly Span[]; readonly next: number } {
  const spans: Span[] = []
  let at = start
  for (;;) {
    const [token, dash, end] = [tokens[at], tokens[at + 1], tokens[at + 2]]
    if (token?.kind === 'closed') at += 1
    else if (token?.kind === 'time' && dash?.kind === 'dash' && end?.kind === 'time') {
      spans.push([token.time, end.time === '00:00' ? '24:00' : end.time])
      at += 3
    } else return { spans, next: at }
  }
}

function inOrder(hours: ReadonlyMap<Day, readonly Span[]>): OpeningHours | null {
  const ordered = new Map<Day, readonly Span[]>()
  for (const [day, spans] of hours) {
    const sorted = [...spans].sort((a, b) => (a[0] < b[0] ? -1 : 1))
    const overlap = sorted.some((span, index) => index > 0 && span[0] < (sorted[index - 1]?.[1] ?? ''))
    if (overlap || sorted.some(([from, to]) => from === to || from === '24:00')) return null
    ordered.set(day, sorted)
  }
  return ordered
}
