import type { Problem } from '../../pipeline/model/problem.ts'
import { problemOf } from './fetch-failure.ts'
import type { FetchLimits } from './fetch-source.ts'
import type { AllowPrivate } from './guarded-agent.ts'
import { requestPage } from './request-page.ts'

/** What posting a form gave: the status of the answer, and the problem where it is no success. */
export interface Posted {
  readonly status: number | null
  readonly problem?: Problem
}

/** Posts a form to an http(s) address as guardedly as anything is fetched; the body of the answer is not read, no redirect followed. */
export async function postForm(
  address: string,
  form: URLSearchParams,
  {
    allowPrivate = () => false,
    limits,
  }: { readonly allowPrivate?: AllowPrivate | undefined; readonly limits: FetchLimits },
): Promise<Posted> {
  const url = URL.parse(address)
  if (url === null) return { status: null, problem: { code: 'not-a-url', params: { value: address.slice(0, 200) } } }
  const body = String(form)
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Terroir (content farm)',
  }
  const signal = AbortSignal.timeout(limits.total)
  try {
    const { connect, idle } = limits
    const response = await requestPage(url, { headers, body, allowPrivate, signal, connect, idle })
    const status = response.statusCode ?? 0
    response.destroy()
    return status >= 200 && status < 300 ? { status } : { status, problem: { code: 'http-status', params: { status } } }
  } catch (error) {
    const late = signal.aborted ? { code: 'timeout', params: { phase: 'total' } } : undefined
    return { status: null, problem: late ?? problemOf(error) }
  }
}
