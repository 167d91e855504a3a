import { createHash } from 'node:crypto'
import { type Bytes, partsOf } from '../../../pipeline/intake/byte-source.ts'
import { fail, ok, type Result } from '../../../pipeline/model/problem.ts'
import { keepOnce, releaseOnce, takeOnce } from '../../storage/gateways/once-store.ts'
import type { Visit } from '../visit.ts'
import type { ApiAnswer } from './operation.ts'

const DEAD_AFTER = 120_000

/** A request that may be repeated, and how it is done the first time. */
export interface OnceRequest {
  readonly visit: Visit
  readonly key: number
  readonly request: Request
  readonly bytes: Bytes
  perform(): Promise<ApiAnswer>
}

/**
 * Does a request once under its `Idempotency-Key`, and gives whoever repeats it the same answer; one that was refused may be put right
 * under the same key. Problems: `bad-parameter`,
 * `once-reused` where the name served for another request, `once-under-way`.
 */
export async function answerOnce({ visit, key, request, bytes, perform }: OnceRequest): Promise<Result<ApiAnswer>> {
  const once = request.headers.get('idempotency-key')
  if (once === null) return ok(await perform())
  if (!/^[\x21-\x7e]{1,255}$/.test(once))
    return fail({
      code: 'bad-parameter',
      field: 'Idempotency-Key',
      params: { value: once.slice(0, 40), expected: 'ASCII, 1–255' },
    })
  const { farm } = visit
  const { pathname, search } = new URL(request.url)
  const head = [request.method, pathname, search, request.headers.get('if-match') ?? ''].join('\n')
  const asked = { key, once, request: digestOf(head, bytes) }
  const found = await takeOnce(farm.storage, asked, { now: farm.now(), staleBefore: farm.now() - DEAD_AFTER })
  if (found.kind === 'other') return fail({ code: 'once-reused' })
  if (found.kind === 'under-way') return fail({ code: 'once-under-way' })
  if (found.kind === 'answered') return ok(answerAgain(found))
  return ok(await firstTime({ asked, visit, perform }))
}

function digestOf(head: string, bytes: Bytes): string {
  const digest = createHash('sha256').update(`${head}\n`)
  for (const part of partsOf(bytes, 65_536)) digest.update(part)
  return digest.digest('hex')
}

function answerAgain({ status, body }: { readonly status: number; readonly body: string }): ApiAnswer {
  const kept: { headers: Record<string, string>; body: unknown } = JSON.parse(body)
  return { status, body: kept.body, headers: { ...kept.headers, 'idempotency-replayed': 'true' } }
}

async function firstTime({
  asked,
  visit: { farm },
  perform,
}: Pick<OnceRequest, 'visit' | 'perform'> & { readonly asked: { readonly key: number; readonly once: string } }) {
  try {
    const { status, body, headers = {} } = await perform()
    // Nothing was done: what is sent again may be put right under the same name.
    if (status >= 400) await releaseOnce(farm.storage, asked)
    else await keepOnce(farm.storage, asked, { status, body: JSON.stringify({ headers, body }), at: farm.now() })
    return { status, body, headers }
  } catch (error) {
    await releaseOnce(farm.storage, asked)
    throw error
  }
}
