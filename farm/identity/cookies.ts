import { SESSION_LIFETIME } from './sessions.ts'

/** Name of the cookie of a session: over https the `__Host-` prefix ties it to the host (RFC 6265bis). */
export function cookieName(secure: boolean): string {
  return secure ? '__Host-terroir' : 'terroir'
}

/** `Set-Cookie` that opens a session in the browser. */
export function sessionCookie(token: string, secure: boolean): string {
  return cookie({ name: cookieName(secure), value: token, seconds: SESSION_LIFETIME / 1000, secure })
}

/** `Set-Cookie` that ends it. */
export function noSessionCookie(secure: boolean): string {
  return cookie({ name: cookieName(secure), value: '', seconds: 0, secure })
}

/** `Set-Cookie` with the secret by which a browser that asks the desk for a ticket is known again when it hands it in. */
export function askerCookie(secret: string, secure: boolean): string {
  return cookie({ name: askerName(secure), value: secret, seconds: ASKING, secure })
}

/** That secret, of a `Cookie` header; null as for `sessionToken`. */
export function askerSecret(header: string | null | undefined, secure: boolean): string | null {
  return cookieValue(header, askerName(secure))
}

const ASKING = 120

function askerName(secure: boolean): string {
  return `${cookieName(secure)}-asker`
}

/** The token of a `Cookie` header; null without one, and when the name comes twice, for one of them was then planted. */
export function sessionToken(header: string | null | undefined, secure: boolean): string | null {
  return cookieValue(header, cookieName(secure))
}

function cookieValue(header: string | null | undefined, name: string): string | null {
  const start = `${name}=`
  const found = (header ?? '').split(';').flatMap((pair) => {
    const text = pair.trim()
    return text.startsWith(start) ? [text.slice(start.length)] : []
  })
  return found.length === 1 && found[0] ? found[0] : null
}

interface Baked {
  readonly name: string
  readonly value: string
  readonly seconds: number
  readonly secure: boolean
}

function cookie({ name, value, seconds, secure }: Baked): string {
  const attributes = [`Max-Age=${seconds}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', ...(secure ? ['Secure'] : [])]
  return [`${name}=${value}`, ...attributes].join('; ')
}
