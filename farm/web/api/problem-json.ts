import type { Language } from '../../../pipeline/model/local-text.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import { wordsIn } from '../words/words.ts'
import type { ApiAnswer } from './operation.ts'

/** How a refusal is written. */
export interface Refusing {
  readonly language: Language
  readonly base: string
  readonly status?: number
  /** Headers the answer has beside its own. */
  readonly also?: Readonly<Record<string, string>>
}

/** Answers problems as `application/problem+json` (RFC 9457): the first one as a whole, then each with its field and line. */
export function refusal(problems: readonly Problem[], { language, base, status, also = {} }: Refusing): ApiAnswer {
  const words = wordsIn(language)
  const [first = { code: 'not-found' }] = problems
  const of = status ?? statusOf(first.code)
  const body = {
    type: `${base}#problem-${first.code}`,
    title: words.problem(first),
    status: of,
    code: first.code,
    problems: problems.slice(0, MOST).map((problem) => ({
      code: problem.code,
      detail: words.problem(problem),
      ...(problem.field === undefined ? {} : { field: problem.field }),
      ...(problem.line === undefined ? {} : { line: problem.line }),
      ...(problem.params === undefined ? {} : { params: problem.params }),
    })),
  }
  return { status: of, body, headers: { ...also, 'content-type': 'application/problem+json; charset=utf-8' } }
}

const MOST = 500

/** The HTTP status of a problem; what is wrong with what was sent is 422. */
export function statusOf(code: string): number {
  return STATUSES.get(code) ?? 422
}

/** The HTTP status of each code that has one of its own. */
export const STATUSES: ReadonlyMap<string, number> = new Map<string, number>([
  ...(['bad-json', 'too-deep', 'bad-parameter', 'unknown-parameter', 'not-together'] as const).map(
    (code) => [code, 400] as const,
  ),
  ...(['no-key', 'unknown-key', 'key-revoked', 'key-expired'] as const).map((code) => [code, 401] as const),
  ...(['not-allowed', 'outside-key'] as const).map((code) => [code, 403] as const),
  ...(['unknown-operation', 'unknown-entry', 'unknown-site', 'not-found'] as const).map((code) => [code, 404] as const),
  ...[['method-not-allowed', 405] as const, ['not-acceptable', 406] as const, ['once-under-way', 409] as const],
  ...(['duplicate', 'duplicate-in-file', 'not-published', 'withdraw-first'] as const).map(
    (code) => [code, 409] as const,
  ),
  ...[['entry-gone', 410] as const, ['stale-version', 412] as const, ['body-too-large', 413] as const],
  ...[['unsupported-media-type', 415] as const, ['rate-limited', 429] as const, ['failure-here', 500] as const],
])

/** What is quoted of a value that does not fit: never a screenful. */
export function quotedValue(value: string): string {
  return value.length > 80 ? `${value.slice(0, 79)}…` : value
}
