import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Epochs } from '../cache/epochs.ts'

/** What a host name stands for on this farm. */
export type HostKind = 'site' | 'desk' | 'directory'

/** What the front established about a request; nothing in it can be forged by a client. */
export interface RequestFacts {
  /** Lower-case host name without port, in ASCII (IDN as `xn--`). */
  readonly host: string
  /** Host with its port unless it is the default one. */
  readonly authority: string
  readonly protocol: 'http' | 'https'
  /** `protocol://authority`, as a browser would send it in `Origin`. */
  readonly origin: string
  readonly kind: HostKind
  /** Address of the client, the trusted proxies seen through. */
  readonly clientIp: string
}

/** What the front accepts. */
export interface Limits {
  /** Largest request body, bytes. */
  readonly bodyBytes: number
  /** Longest request target, bytes. */
  readonly urlBytes: number
  /** Largest head of a request, bytes; above `urlBytes`. */
  readonly headBytes: number
  /** Time to send the head of a request, ms. */
  readonly headersMs: number
  /** Time to send a whole request, ms. */
  readonly requestMs: number
  /** Largest body where whole files are taken (`takesUpload`), bytes. */
  readonly uploadBytes: number
  /** Time to send one, ms, and the longest it may stand still meanwhile. */
  readonly uploadMs: number
  readonly stillMs: number
  /** Largest page kept in the cache, bytes; a longer answer streams through. */
  readonly keptBytes: number
}

/** The limits unless told otherwise. */
export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 12 * 1024 * 1024,
  urlBytes: 8 * 1024,
  headBytes: 20 * 1024,
  headersMs: 15_000,
  requestMs: 120_000,
  uploadBytes: 200 * 1024 * 1024,
  uploadMs: 3_600_000,
  stillMs: 30_000,
  keptBytes: 2 * 1024 * 1024,
}

/** The state of the farm as `GET /healthz` tells it; `ok: false` answers 503. */
export interface Health {
  readonly ok: boolean
  readonly [detail: string]: unknown
}

/** One event worth telling the operator; written as one JSON line, never with cookies, keys or query strings. */
export interface LogLine {
  readonly level: 'error' | 'warn'
  readonly code: string
  readonly [detail: string]: string | number | undefined
}

/** All the front needs to know of the farm. */
export interface FrontOptions {
  /** Answers what the front does not answer itself (Astro: `handler(req, res, undefined, locals)`). */
  render(req: IncomingMessage, res: ServerResponse, locals: object): Promise<void> | void
  locals(req: IncomingMessage, facts: RequestFacts): object
  /** Asked for each request, with the host name without port: keep it a look-up. */
  knowsHost(host: string): HostKind | null | Promise<HostKind | null>
  /** No session cookie: only such visitors share pages. */
  isAnonymous(req: IncomingMessage): boolean
  health(): Promise<Health>
  readonly epochs: Epochs
  /** Folders whose files are served at the root of every host, read once at start. */
  readonly assets?: readonly string[]
  /** Addresses or CIDR blocks whose `x-forwarded-for`, `-proto` and `-host` are believed; each must set or clear all three. */
  readonly trustedProxies?: readonly string[]
  /** The farm's own domain: a form may end there or on its subdomains, after a redirect. */
  readonly domain?: string
  readonly limits?: Partial<Limits>
  /** Memory for kept pages, bytes. */
  readonly cacheBytes?: number
  /** Unsafe requests that rightly come from elsewhere, such as WebSub hubs; those with a bearer key always may. */
  acceptsForeignPost?(req: IncomingMessage, facts: RequestFacts): boolean
  /** Whether a request brings a whole file, read as it comes: it may be longer, and take longer; keep it a look-up. */
  takesUpload?(req: IncomingMessage, facts: RequestFacts): boolean
  /** Asked of a program rather than a person: OPTIONS goes to the app, and refusals are `problem+json` (RFC 9457). */
  isApi?(req: IncomingMessage): boolean
  /** Told of each GET before it is answered; what it gives back is called once the answer is 200 or 304: keep both a look-up. */
  watchRead?(req: IncomingMessage, facts: RequestFacts): (() => void) | undefined
  /** Defaults to one JSON line on standard error. */
  log?(line: LogLine): void
}
