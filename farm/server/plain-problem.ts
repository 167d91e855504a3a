import catalogue from './catalogue.json' with { type: 'json' }
import type { PlainPage } from './plain-page.ts'

/** Headers every plain problem has, flat. */
export const PLAIN_PROBLEM_HEADERS = [
  'content-type',
  'application/problem+json; charset=utf-8',
  'cache-control',
  'private, no-store',
] as const

/** Writes for a program what the plain page says to a person (RFC 9457). */
export function writePlainProblem({ code, languages, params = {} }: PlainPage, status: number): Buffer {
  const language = /^\s*en\b/i.test(languages ?? '') ? 'en' : 'fr'
  const [title = '', sentence = ''] = catalogue[language][code]
  const detail = sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
  return Buffer.from(JSON.stringify({ type: 'about:blank', title, status, code, problems: [{ code, detail }] }))
}
