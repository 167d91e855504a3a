import type { Problem } from '../../pipeline/model/problem.ts'

/** What streams and sockets throw inside the fetcher: an expected failure on its way to becoming a value. */
export class FetchFailure extends Error {
  readonly problem: Problem
  /** Milliseconds the server asks to wait. */
  readonly retryAfter: number | undefined

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.code)
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

/** The problem behind anything thrown while fetching; a bug of ours is thrown on. */
export function problemOf(error: unknown): Problem {
  if (error instanceof FetchFailure) return error.problem
  const cause = error instanceof AggregateError ? error.errors[0] : error
  if (cause instanceof FetchFailure) return cause.problem
  const reason = codeOf(cause) ?? codeOf(error)
  if (reason === undefined) throw error
  if (reason === 'ENOTFOUND' || reason.startsWith('EAI_')) return { code: 'dns', params: { reason } }
  if (reason === 'ETIMEDOUT') return { code: 'timeout', params: { phase: 'connect' } }
  if (TLS.test(reason)) return { code: tlsCode(`${reason} ${spoken(cause)}`), params: { reason } }
  if (BROKEN.test(reason)) return { code: 'broken-answer', params: { reason } }
  return { code: 'refused', params: { reason } }
}

function tlsCode(reason: string): string {
  if (/NOT_YET_VALID/.test(reason)) return 'tls-not-yet'
  if (/EXPIRED/.test(reason)) return 'tls-expired'
  // What is answered in the clear is taken for a version nobody knows.
  if (/WRONG_VERSION|PACKET_LENGTH|HTTP_REQUEST/.test(reason)) return 'tls-absent'
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|HANDSHAKE_FAILURE|KEY_TOO_SMALL/.test(reason)) return 'tls-old'
  if (/ALTNAME/.test(reason)) return 'tls-wrong-name'
  return /SELF_SIGNED|ISSUER|VERIFY_LEAF/.test(reason) ? 'tls-unknown-issuer' : 'tls'
}

// A socket that breaks while hands are shaken says why in its message alone.
function spoken(error: unknown): string {
  return error instanceof Error ? error.message.toUpperCase().replaceAll(' ', '_') : ''
}

const TLS = /CERT|SIGNATURE|^ERR_TLS|^ERR_SSL|^EPROTO$/
const BROKEN = /^HPE_|^Z_|^ERR_BROTLI|^ERR__ERROR|^ERR_STREAM_PREMATURE_CLOSE$|^ECONNRESET$|^ERR_HTTP/

function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : undefined
}
