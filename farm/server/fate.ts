import type { Page, PageParts } from '../cache/page.ts'
import { isUnchanged } from './conditional.ts'
import { replaceBareFailure } from './fail.ts'
import type { Front, KnownExchange } from './front.ts'
import type { Passing } from './front-response.ts'
import type { Head } from './head.ts'
import { encoderFor } from './pass-compressed.ts'

/** Header by which the app says a page may be shared, and which tags it depends on, comma-separated. */
export const TAGS_HEADER = 'farm-cache-tags'

/** Header by which the app says that a page goes into frames of others, or holds a frame of its own. */
const FRAMING_HEADER = 'farm-framing'

/** Sends an answer on as the app wrote it, private unless the app said otherwise, or as 304 when the client holds it. */
export function passOn(front: Front, exchange: KnownExchange, head: Head): Passing {
  const { req, facts } = exchange
  if (head.status === 500 && !head.has('content-type')) return replaceBareFailure(front, exchange)
  head.delete(TAGS_HEADER)
  if (!head.has('cache-control')) head.set('cache-control', PRIVATE)
  const encoder = encoderFor(req, head)
  const security = securityOf(front, facts.protocol, head)
  if (req.method === 'GET' && head.status === 200 && isUnchanged(req.headers, validatorsOf(head))) {
    return { kind: 'pass', status: 304, headers: [...head.flat(NOT_IN_304), ...security], instead: Buffer.alloc(0) }
  }
  const passing: Passing = { kind: 'pass', status: head.status, headers: [...head.flat(FRONTS_OWN), ...security] }
  return encoder ? { ...passing, encoder: encoder() } : passing
}

/** The tags of an answer that every anonymous visitor may get; `null` when it must not be shared. */
export function sharedTags(head: Head): readonly string[] | null {
  const tags = (head.get(TAGS_HEADER) ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
  if (tags.length === 0 || !SHAREABLE.has(head.status)) return null
  if (head.has('set-cookie') || head.has('content-encoding')) return null
  if (/private|no-store/i.test(head.get('cache-control') ?? '')) return null
  const varies = (head.get('vary') ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
  return varies.every((name) => HARMLESS_VARY.has(name)) ? tags : null
}

/** What of an answer's head is kept with its page. */
export function pageHead(
  front: Front,
  protocol: 'http' | 'https',
  head: Head,
): Omit<PageParts, 'chunks' | 'tags' | 'begun'> {
  const control = head.get('cache-control') ?? REVALIDATED
  const headers = [...head.flat(NOT_KEPT), 'cache-control', control, 'vary', 'accept-encoding']
  const { lastModified } = validatorsOf(head)
  const mediaType = head.get('content-type') ?? ''
  headers.push(...securityOf(front, protocol, head))
  return { status: head.status, headers, mediaType, lastModified }
}

/** Browsers ask each time, and are answered 304: a change shows at once. */
export const REVALIDATED = 'public, max-age=0, must-revalidate'

const PRIVATE = 'private, no-store'
const SHAREABLE = new Set([200, 203, 301, 308, 404, 410])
const HARMLESS_VARY = new Set(['', 'accept-encoding', 'cookie'])
const FRONTS_OWN = new Set([
  FRAMING_HEADER,
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
  'permissions-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'strict-transport-security',
])
const FRAMINGS = ['anywhere', 'inside'] as const
const FRAMING = ['content-length', 'transfer-encoding', 'connection', 'keep-alive', 'date']
const NOT_IN_304 = new Set([...FRONTS_OWN, ...FRAMING, 'content-type', 'content-encoding', 'content-disposition'])
const NOT_KEPT = new Set([...FRONTS_OWN, ...FRAMING, TAGS_HEADER, 'etag', 'vary', 'cache-control'])

/** Feeds, exports and pictures for everyone may be fetched by other sites; pages, styles and private answers may not. */
function securityOf(front: Front, protocol: 'http' | 'https', head: Head): readonly string[] {
  const isPublic = head.has(TAGS_HEADER) || /public/i.test(head.get('cache-control') ?? '')
  const isPagePart = /^(?:text\/(?:html|css|javascript)|font\/|$)/i.test(head.get('content-type') ?? '')
  const framing = FRAMINGS.find((one) => one === head.get(FRAMING_HEADER))
  return front.security({ https: protocol === 'https', open: isPublic && !isPagePart, framing })
}

function validatorsOf(head: Head): { readonly etags: readonly string[]; readonly lastModified: Page['lastModified'] } {
  const etag = head.get('etag')?.replace(/^W\//, '')
  const time = Date.parse(head.get('last-modified') ?? '')
  return { etags: etag === undefined ? [] : [etag], lastModified: Number.isNaN(time) ? undefined : time }
}
