/** Which of the constant headers an answer gets. */
export interface SecuritySituation {
  readonly https: boolean
  /** Public and meant for other sites and tools: feeds, exports, pictures. */
  readonly open: boolean
  /** `anywhere`: pages of others may show it in a frame; `inside`: it may show such a frame of its own host. */
  readonly framing?: Framing | undefined
}

/** See `SecuritySituation`. */
export type Framing = 'anywhere' | 'inside'

/** Flat lists of header names and values, one per situation. */
export type SecurityHeaders = (situation: SecuritySituation) => readonly string[]

/**
 * Prepares the security headers every answer carries. The policy is one constant: no inline script or style anywhere.
 * With a `domain`, forms may end there too, because browsers apply `form-action` to the redirect after a post.
 */
export function createSecurityHeaders(domain?: string): SecurityHeaders {
  const policy = contentSecurityPolicy(domain)
  const list = (https: boolean, open: boolean) => {
    const headers = ['content-security-policy', policy, ...CONSTANT]
    headers.push('cross-origin-resource-policy', open ? 'cross-origin' : 'same-origin')
    if (https) headers.push('strict-transport-security', 'max-age=31536000')
    return headers
  }
  const plain = { open: list(false, true), closed: list(false, false) }
  const secure = { open: list(true, true), closed: list(true, false) }
  return ({ https, open, framing }) => {
    const headers = (https ? secure : plain)[open ? 'open' : 'closed']
    return framing ? headers.map((value) => (value === policy ? framed(policy, framing) : value)) : headers
  }
}

function framed(policy: string, framing: Framing): string {
  return framing === 'inside'
    ? `${policy}; frame-src 'self'`
    : policy.replace("frame-ancestors 'none'", 'frame-ancestors *')
}

const CONSTANT = [
  'x-content-type-options',
  'nosniff',
  'referrer-policy',
  'strict-origin-when-cross-origin',
  'permissions-policy',
  'camera=(), microphone=(), payment=(), usb=(), geolocation=(self)',
  'cross-origin-opener-policy',
  'same-origin',
] as const

function contentSecurityPolicy(domain?: string): string {
  const targets = domain ? ` ${domain}:* *.${domain}:*` : ''
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action 'self'${targets}`,
  ].join('; ')
}
