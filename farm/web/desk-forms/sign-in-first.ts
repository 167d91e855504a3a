import { may } from '../../../pipeline/model/may.ts'
import type { Visit } from '../visit.ts'

/** Sends whoever may not use the desk to sign in, and back here afterwards; null for those who may go on. */
export function signInFirst({ actor, memory, href, path }: Visit): Response | null {
  if (may(actor, { action: 'use-desk' }, memory).yes) return null
  return redirectTo(`${href('/sign-in')}?to=${encodeURIComponent(href(path))}`)
}

/** After a POST that did its work: the browser goes on with a GET (RFC 9110 §15.4.4). */
export function redirectTo(address: string): Response {
  return new Response(null, { status: 303, headers: { location: address } })
}

/** Whether a script asked, rather than a person's browser going to a page. */
export function wantsJson(request: Request): boolean {
  return request.headers.get('accept')?.startsWith('application/json') ?? false
}
