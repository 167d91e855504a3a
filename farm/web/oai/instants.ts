import type { OaiError } from '../../../exports/oai-answer.ts'

/** From when until when, in milliseconds; `until` is the first instant that is too late. */
export interface Instants {
  readonly from?: number | undefined
  readonly until?: number | undefined
}

/** An error of the protocol. */
export function fail(code: OaiError['code'], message: string): OaiError {
  return { code, message }
}

/** Reads both ends of a selection, by the day or by the second (OAI-PMH 2.0 §3.3); `badArgument` for anything else. */
export function readInstants(from: string | null, until: string | null): Instants | OaiError {
  const [first, last] = [from, until].map((text) => (text === null ? undefined : readInstant(text)))
  if (first === null || last === null)
    return fail('badArgument', 'from and until are written 2026-11-22 or 2026-11-22T08:00:00Z')
  if (first && last && first.length !== last.length)
    return fail('badArgument', 'from and until are written alike, both by the day or both by the second')
  if (first && last && first.at > last.at) return fail('badArgument', 'from comes after until')
  return { from: first?.at, until: last && last.at + last.length }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const SECOND = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/

function readInstant(text: string): { readonly at: number; readonly length: number } | null {
  if (!DAY.test(text) && !SECOND.test(text)) return null
  const at = Date.parse(text)
  // Some readers take 31 February for a day of March.
  const isDate = !Number.isNaN(at) && new Date(at).toISOString().startsWith(text.replace(/Z$/, ''))
  return isDate ? { at, length: DAY.test(text) ? 86_400_000 : 1000 } : null
}
