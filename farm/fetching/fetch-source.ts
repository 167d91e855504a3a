import type { IncomingMessage } from 'node:http'
import type { Problem } from '../../pipeline/model/problem.ts'
import { FetchFailure, problemOf } from './fetch-failure.ts'
import { freshFor } from './freshness.ts'
import type { AllowPrivate } from './guarded-agent.ts'
import { hostGate } from './host-gate.ts'
import { linksOf } from './link-header.ts'
import { readBody } from './read-body.ts'
import { requestPage } from './request-page.ts'
import { retryAfter } from './retry-after.ts'
import { statusProblem } from './status-problem.ts'

/** How to fetch: what is already held, what may be reached, and limits that only tests shorten. */
export interface FetchOptions {
  /** Validators of the copy already held (RFC 9110 §13). */
  readonly etag?: string | null
  readonly lastModified?: string | null
  readonly allowPrivate?: AllowPrivate | undefined
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
  /** Between two requests to one host. */
  readonly pause: number
}

/** One request on the way, redirects included; milliseconds, and bytes of the body. */
export interface FetchStep {
  readonly url: string
  readonly status: number | null
  readonly ms: number
  readonly bytes: number
}

/** What fetching an address gave. */
export type Fetched = (
  | {
      readonly kind: 'fetched'
      readonly bytes: Uint8Array
      readonly mediaType: string | undefined
      readonly etag: string | null
      readonly lastModified: string | null
      /** Where the bytes came from, after redirects. */
      readonly finalUrl: string
      /** Addresses its `Link` header names, by relation. */
      readonly links: ReadonlyMap<string, string>
    }
  | { readonly kind: 'not-modified' }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly retryAfter?: number }
) & {
  readonly steps: readonly FetchStep[]
  /** Where the address says it has moved for good (301, 308). */
  readonly movedTo?: string
  /** How long the answer says it stays fresh, ms. */
  readonly freshFor?: number | undefined
}

/** Limits of every fetch that is not a test. */
export const LIMITS: FetchLimits = {
  connect: 10_000,
  idle: 15_000,
  total: 60_000,
  bytes: 20 * 1024 * 1024,
  redirects: 5,
  pause: 200,
}

/**
 * Fetches an http(s) address politely and safely: never a closed address, at any hop; bounded in time, size and redirects;
 * conditional; two requests at once to a host at most. Problems: `not-a-url`, `not-http`, `unsafe-url`, `private-address`, `dns`,
 * `refused`, `tls`, `tls-expired`, `tls-not-yet`, `tls-wrong-name`, `tls-unknown-issuer`, `tls-old`, `tls-absent` { reason }, `timeout` { phase }, `too-large`,
 * `too-many-redirects`, `redirect-loop`, those of `statusProblem`, `unknown-compression`, `broken-answer`, `interrupted`.
 */
export async function fetchSource(address: string, options: FetchOptions = {}): Promise<Fetched> {
  const limits = { ...LIMITS, ...options.limits }
  const way: Way = { steps: [], movedTo: undefined, leave: () => undefined }
  let deadline: AbortSignal | undefined
  try {
    const url = parsed(address)
    await enter(url, way, { pause: limits.pause, signal: options.signal })
    // Waiting for one's turn is not the server's fault: its time counts from here.
    deadline = AbortSignal.timeout(limits.total)
    const signal = options.signal ? AbortSignal.any([deadline, options.signal]) : deadline
    return told(await follow(url, way, { ...options, limits, signal }), way)
  } catch (error) {
    if (options.signal?.aborted) return told(failed({ code: 'interrupted' }), way)
    if (deadline?.aborted) return told(failed({ code: 'timeout', params: { phase: 'total' } }), way)
    return told(failed(problemOf(error), error instanceof FetchFailure ? error.retryAfter : undefined), way)
  } finally {
    way.leave()
  }
}

const GATE = hostGate()

/** What was met on the way so far. */
interface Way {
  readonly steps: FetchStep[]
  movedTo: string | undefined
  /** Makes room at the host one is at. */
  leave: () => void
}

type Answer =
  | Omit<Extract<Fetched, { kind: 'fetched' }>, 'steps' | 'movedTo'>
  | Omit<Extract<Fetched, { kind: 'not-modified' }>, 'steps' | 'movedTo'>
  | Omit<Extract<Fetched, { kind: 'failed' }>, 'steps' | 'movedTo'>

function told(answer: Answer, { steps, movedTo }: Way): Fetched {
  return { ...answer, steps, ...(movedTo === undefined ? {} : { movedTo }) }
}

function failed(problem: Problem, wait?: number): Answer {
  return { kind: 'failed', problem, ...(wait === undefined ? {} : { retryAfter: wait }) }
}

interface Fetching extends FetchOptions {
  readonly limits: FetchLimits
  readonly signal: AbortSignal
}

async function enter(url: URL, way: Way, turn: Parameters<typeof GATE.enter>[1]): Promise<void> {
  way.leave()
  way.leave = await GATE.enter(url.host, turn)
}

async function follow(start: URL, way: Way, fetching: Fetching): Promise<Answer> {
  const { limits, signal, allowPrivate = () => false } = fetching
  const seen = new Set<string>()
  let url = start
  let moving = true
  while (seen.size <= limits.redirects) {
    seen.add(url.href)
    const request = { headers: headersOf(fetching), allowPrivate, signal, connect: limits.connect, idle: limits.idle }
    const step = stepTo(url, way)
    const response = await requestPage(url, request).finally(() => step.tell(null, 0))
    const status = response.statusCode ?? 0
    step.tell(status, 0)
    const target = REDIRECTS.has(status) ? response.headers.location : undefined
    if (target === undefined) return answer(response, { url, step, fetching })
    response.destroy()
    const next = parsed(target, url)
    if (seen.has(next.href)) throw new FetchFailure({ code: 'redirect-loop', params: { url: next.href } })
    moving &&= status === 301 || status === 308
    if (moving) way.movedTo = next.href
    if (next.host !== url.host) await enter(next, way, { pause: limits.pause, signal })
    url = next
  }
  throw new FetchFailure({ code: 'too-many-redirects', params: { max: limits.redirects } })
}

interface Step {
  tell(status: number | null, bytes: number): void
}

function stepTo(url: URL, { steps }: Way): Step {
  const start = performance.now()
  const place = steps.length
  return {
    tell(status, bytes) {
      steps[place] = { url: url.href.slice(0, 2000), status, bytes, ms: Math.round(performance.now() - start) }
    },
  }
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
  readonly step: Step
  readonly fetching: Fetching
}

async function answer(response: IncomingMessage, { url, step, fetching }: Arrived): Promise<Answer> {
  const status = response.statusCode ?? 0
  const fresh = freshFor(response.headers, Date.now())
  if (status === 304 && (fetching.etag || fetching.lastModified)) {
    response.destroy()
    return { kind: 'not-modified', freshFor: fresh }
  }
  if (status !== 200) {
    response.destroy()
    const wait = retryAfter(response.headers['retry-after'], Date.now())
    throw new FetchFailure(statusProblem(status, { mustWait: wait !== undefined }), wait)
  }
  const bytes = await body(response, fetching.limits.bytes)
  step.tell(status, bytes.length)
  return {
    kind: 'fetched',
    bytes,
    mediaType: response.headers['content-type'],
    etag: response.headers.etag ?? null,
    lastModified: response.headers['last-modified'] ?? null,
    finalUrl: url.href,
    links: linksOf([response.headers.link].flat().join(', ')),
    freshFor: fresh,
  }
}

async function body(response: IncomingMessage, max: number): Promise<Uint8Array> {
  try {
    return await readBody(response, max)
  } finally {
    response.destroy()
  }
}
