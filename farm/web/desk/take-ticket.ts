import type { APIRoute } from 'astro'
import { askerCookie, askerSecret } from '../../identity/cookies.ts'
import { newSecret } from '../../identity/secret.ts'
import { markOf, redeemTicket } from '../../identity/tickets.ts'
import type { Visit } from '../visit.ts'
import { safePath } from './addresses.ts'
import { goWithSession } from './open-session.ts'

/**
 * Takes a ticket of the desk against a session on this host; one already used, late, or brought by another browser than the one that
 * asked for it leads to the page as a visitor. Without a ticket the browser is given a secret, and asks the desk with its mark.
 */
export const takeTicket: APIRoute = async ({ url, request, locals: visit }) => {
  const to = safePath(url.searchParams.get('to'), visit)
  const ticket = url.searchParams.get('ticket')
  const secret = askerSecret(request.headers.get('cookie'), visit.protocol === 'https') ?? ''
  if (ticket === null) return askDesk(visit, to, secret)
  const agent = request.headers.get('user-agent') ?? ''
  const redeemed = await redeemTicket(visit.farm, { ticket, host: visit.host, agent, secret })
  if (redeemed.ok) return goWithSession(visit, redeemed.value.token, to)
  return new Response(null, { status: 303, headers: { location: to, 'cache-control': 'no-store' } })
}

// Two pages opened at once ask with one secret: the second must not make the ticket of the first worthless.
function askDesk(visit: Visit, to: string, known: string): Response {
  const kept = markOf(known)
  const secret = kept === null ? newSecret() : known
  const asked = new URLSearchParams({ to: `${visit.origin}${to}`, mark: kept ?? markOf(secret) ?? '' })
  return new Response(null, {
    status: 303,
    headers: {
      location: visit.siteUrl('desk', `/ticket?${asked}`),
      'set-cookie': askerCookie(secret, visit.protocol === 'https'),
      'cache-control': 'no-store',
    },
  })
}
