import type { APIRoute } from 'astro'
import { isSecret } from '../../../identity/secret.ts'
import { findSession } from '../../../identity/sessions.ts'
import { issueTicket } from '../../../identity/tickets.ts'
import { farmAddress } from '../../desk/addresses.ts'
import { tokenOf } from '../../desk/open-session.ts'

/**
 * Sends a person signed in at the desk to another host of the farm, with a ticket that opens a session there, once; without the mark of
 * the browser there, it is sent to fetch one first.
 */
export const GET: APIRoute = async ({ url, request, locals: visit }) => {
  const to = farmAddress(url.searchParams.get('to'), visit)
  const elsewhere = to !== null && to.hostname !== visit.host
  const token = tokenOf(visit, request)
  const session = token && (await findSession(visit.farm, { token, host: visit.host }))
  if (!elsewhere || !session) return new Response(null, { status: 303, headers: { location: visit.href('/') } })
  const mark = url.searchParams.get('mark') ?? ''
  const entrance = new URL('/entrer', to.origin)
  if (isSecret(mark))
    entrance.searchParams.set('ticket', await issueTicket(visit.farm, { session, host: to.hostname, mark }))
  entrance.searchParams.set('to', `${to.pathname}${to.search}`)
  return new Response(null, {
    status: 303,
    headers: { location: entrance.href, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  })
}
