import type { IncomingMessage } from 'node:http'
import type { Problem } from '../../pipeline/model/problem.ts'
import { FetchFailure, problemOf } from './fetch-failure.ts'
import type { AllowPrivate } from './guarded-agent.ts'
import { readBody } from './read-body.ts'
import { requestPage } from './request-page.ts'
import { retryAfter } from './retry-after.ts'

/** How to fetch: what is already held, what may be reached, and limits that only tests shorten. */
export interface FetchOptions {
  /** Validators of the copy already held (RFC 9110 §13). */
  readonly etag?: string | null
  readonly lastModified?: string | null
  readonly allowPrivate?: AllowPrivate
  readonly signal?: AbortSignal | undefined
  readonly limits?: Partial<FetchLimits> | undefined
}

/** Times in milliseconds, size in bytes once decompressed. */
export interface FetchLimits {
  readonly connect: number
  readonly idle: number
  readonly total: number
  readonly bytes: number
  readonly redirects: number
}

/** What fetching an address gave. */
export type Fetched =
  | {
      readonly kind: 'fetched'
      readonly bytes: Uint8Array
      readonly mediaType: string | undefined
      readonly etag: string | null
      readonly lastModified: string | null
      /** Where the bytes came from, after redirects. */
      readonly finalUrl: string
      /** Where the address says it has moved for good (301, 308). */
      readonly movedTo?: string
    }
  | { readonly kind: 'not-modified' }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly retryAfter?: number }

/** Limits of every fetch that is not a test. */
export const LIMITS: FetchLimits = {
  connect: 10_000,
  idle: 15_000,
  total: 60_000,
  bytes: 20 * 1024 * 1024,
  redirects: 5,
}

/**
 * Fetches an http(s) address politely and safely: never a closed address, at any hop; bounded in time, size and redirects;
 * conditional. Problems: `not-a-url`, `not-http`, `unsafe-url`, `private-address`, `dns`, `refused`, `tls` { reason },
 * `timeout` { phase }, `too-large`, `too-many-redirects`, `redirect-loop`, `http-status` { status }, `unknown-encoding`, `broken-answer`.
 */
export async function fetchSource(address: string, options: FetchOptions = {}): Promise<Fetched> {
  const limits = { ...LIMITS, ...options.limits }
  const deadline = AbortSignal.timeout(limits.total)
  const signal = options.signal ? AbortSignal.any([deadline, options.signal]) : deadline
  try {
    return await follow(address, { ...options, limits, signal })
  } catch (error) {
    if (options.signal?.aborted) return failed({ code: 'interrupted' })
    if (deadline.aborted) return failed({ code: 'timeout', params: { phase: 'total' } })
    return failed(problemOf(error), error instanceof FetchFailure ? error.retryAfter : undefined)
  }
}

function failed(problem: Problem, wait?: number): Fetched {
  return { kind: 'failed', problem, ...(wait === undefined ? {} : { retryAfter: wait }) }
}

interface Fetching extends FetchOptions {
  readonly limits: FetchLimits
  readonly signal: AbortSignal
}

async function follow(address: string, fetching: Fetching): Promise<Fetched> {
  const { limits, signal, allowPrivate = () => false } = fetching
  const seen = new Set<string>()
  let url = parsed(address)
  let movedTo: string | undefined
  let moving = true
  while (seen.size <= limits.redirects) {
    seen.add(url.href)
    const request = { headers: headersOf(fetching), allowPrivate, signal, connect: limits.connect, idle: limits.idle }
    const response = await requestPage(url, request)
    const status = response.statusCode ?? 0
    const target = REDIRECTS.has(status) ? response.headers.location : undefined
    if (target === undefined) return answer(response, { url, movedTo, fetching })
    response.destroy()
    url = parsed(target, url)
    if (seen.has(url.href)) throw new FetchFailure({ code: 'redirect-loop', params: { url: url.href } })
    moving &&= status === 301 || status === 308
    if (moving) movedTo = url.href
  }
  throw new FetchFailure({ code: 'too-many-redirects', params: { max: limits.redirects } })
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const HEADERS = {
  'user-agent': 'Terroir (content farm; reads feeds politely)',
  accept:
    'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, text/csv;q=0.9, */*;q=0.1',
  'accept-encoding': 'gzip, br, deflate',
}

function parsed(address: string, base?: URL): URL {
  const url = URL.parse(address, base)
  if (url === null) throw new FetchFailure({ code: 'not-a-url', params: { value: address.slice(0, 200) } })
  url.hash = ''
  return url
}

function headersOf({ etag, lastModified }: FetchOptions): Record<string, string> {
  return {
    ...HEADERS,
    ...(etag ? { 'if-none-match': etag } : {}),
    ...(lastModified ? { 'if-modified-since': lastModified } : {}),
  }
}

interface Arrived {
  readonly url: URL
  readonly movedTo: string | undefined
  readonly fetching: Fetching
}

async function answer(response: IncomingMessage, { url, movedTo, fetching }: Arrived): Promise<Fetched> {
  const status = response.statusCode ?? 0
  if (status === 304 && (fetching.etag || fetching.lastModified)) {
    response.destroy()
    return { kind: 'not-modified' }
  }
  if (status !== 200) {
    response.destroy()
    const wait = retryAfter(response.headers['retry-after'], Date.now())
    throw new FetchFailure({ code: 'http-status', params: { status } }, wait)
  }
  const bytes = await body(response, fetching.limits.bytes)
  return {
    kind: 'fetched',
    bytes,
    mediaType: response.headers['content-type'],
    etag: response.headers.etag ?? null,
    lastModified: response.headers['last-modified'] ?? null,
    finalUrl: url.href,
    ...(movedTo === undefined ? {} : { movedTo }),
  }
}

async function body(response: IncomingMessage, max: number): Promise<Uint8Array> {
  try {
    return await readBody(response, max)
  } finally {
    response.destroy()
  }
}
