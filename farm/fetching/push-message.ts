import type { IncomingMessage } from 'node:http'
import { cleanLine } from '../../pipeline/model/written/clean.ts'
import { problemOf } from './fetch-failure.ts'
import type { AllowPrivate } from './guarded-agent.ts'
import { requestPage } from './request-page.ts'
import { retryAfter } from './retry-after.ts'

/** What came of sending a message: taken (2xx), refused or not reached, or stopped by ourselves. */
export type Pushed =
  | { readonly kind: 'taken'; readonly status: number; readonly answer: string }
  | {
      readonly kind: 'failed'
      /** HTTP status; null where none came. */
      readonly status: number | null
      /** The answer in short, or the code of what went wrong with its figure: `timeout idle`. */
      readonly answer: string
      /** Milliseconds the receiver asks to wait. */
      readonly retryAfter?: number
    }
  | { readonly kind: 'stopped' }

/** How a message is sent; times in milliseconds. */
export interface Pushing {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly allowPrivate?: AllowPrivate | undefined
  readonly limits?: { readonly connect?: number; readonly idle?: number; readonly total?: number } | undefined
  readonly signal?: AbortSignal | undefined
}

const LIMITS = { connect: 10_000, idle: 15_000, total: 20_000 }

/**
 * Posts a JSON message, never to a closed address, however its name resolves; a redirect is not followed, and counts as a failure:
 * whoever moves says so to a person.
 */
export async function pushMessage(address: string, pushing: Pushing): Promise<Pushed> {
  const { body, signal: stopping, allowPrivate = () => false } = pushing
  const limits = { ...LIMITS, ...pushing.limits }
  const deadline = AbortSignal.timeout(limits.total)
  const signal = stopping ? AbortSignal.any([deadline, stopping]) : deadline
  const sent = { 'content-length': String(Buffer.byteLength(body)), 'content-type': 'application/json; charset=utf-8' }
  const headers = { ...pushing.headers, ...sent, 'user-agent': 'Terroir (content farm; webhooks)', accept: '*/*' }
  try {
    const { connect, idle } = limits
    const response = await requestPage(new URL(address), { body, headers, allowPrivate, connect, idle, signal })
    return await told(response)
  } catch (error) {
    if (stopping?.aborted) return { kind: 'stopped' }
    if (deadline.aborted) return { kind: 'failed', status: null, answer: 'timeout total' }
    const { code, params = {} } = problemOf(error)
    return { kind: 'failed', status: null, answer: [code, ...Object.values(params)].join(' ').slice(0, LONGEST) }
  }
}

const LONGEST = 300
const READ = 4_096

async function told(response: IncomingMessage): Promise<Pushed> {
  const status = response.statusCode ?? 0
  const answer = await beginning(response)
  if (status >= 200 && status < 300) return { kind: 'taken', status, answer }
  const wait = retryAfter(response.headers['retry-after'], Date.now())
  return { kind: 'failed', status, answer, ...(wait === undefined ? {} : { retryAfter: wait }) }
}

// Only for the log: what the receiver says in its first words, whatever it then goes on with.
async function beginning(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of response) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= READ) break
    }
  } catch {
    // Its status has come: a body cut short changes nothing.
  } finally {
    response.destroy()
  }
  return cleanLine(Buffer.concat(chunks).subarray(0, READ).toString('utf8')).slice(0, LONGEST)
}
