import { SESSION_LIFETIME } from './sessions.ts'

/** Name of the cookie of a session: over https the `__Host-` prefix ties it to the host (RFC 6265bis). */
export function cookieName(secure: boolean): string {
  return secure ? '__Host-terroir' : 'terroir'
}

/** `Set-Cookie` that opens a session in the browser. */
export function sessionCookie(token: string, secure: boolean): string {
  return cookie({ value: token, seconds: SESSION_LIFETIME / 1000, secure })
}

/** `Set-Cookie` that ends it. */
export function noSessionCookie(secure: boolean): string {
  return cookie({ value: '', seconds: 0, secure })
}

/** The token of a `Cookie` header; null without one, and when the name comes twice, for one of them was then planted. */
export function sessionToken(header: string | null | undefined, secure: boolean): string | null {
  const start = `${cookieName(secure)}=`
  const found = (header ?? '').split(';').flatMap((pair) => {
    const text = pair.trim()
    return text.startsWith(start) ? [text.slice(start.length)] : []
  })
  return found.length === 1 && found[0] ? found[0] : null
}

function cookie({ value, seconds, secure }: { value: string; seconds: number; secure: boolean }): string {
  const attributes = [`Max-Age=${seconds}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', ...(secure ? ['Secure'] : [])]
  return [`${cookieName(secure)}=${value}`, ...attributes].join('; ')
}
