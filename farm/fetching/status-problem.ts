import type { Problem } from '../../pipeline/model/problem.ts'

/**
 * What a status that brings nothing means to whoever looks after the address: `gone`, `page-not-found`, `access-refused`,
 * `asked-to-wait`, `server-trouble`, or `http-status` of any other, each with { status }.
 */
export function statusProblem(status: number, { mustWait }: { readonly mustWait: boolean }): Problem {
  if (status === 410) return { code: 'gone' }
  return { code: codeOf(status, mustWait), params: { status } }
}

function codeOf(status: number, mustWait: boolean): string {
  if (status === 404) return 'page-not-found'
  if (REFUSED.has(status)) return 'access-refused'
  if (status === 429 || (status === 503 && mustWait)) return 'asked-to-wait'
  return status >= 500 && status < 600 ? 'server-trouble' : 'http-status'
}

const REFUSED = new Set([401, 402, 403, 407, 451])
