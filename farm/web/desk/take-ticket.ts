import type { APIRoute } from 'astro'
import { redeemTicket } from '../../identity/tickets.ts'
import { safePath } from './addresses.ts'
import { goWithSession } from './open-session.ts'

/** Takes a ticket of the desk against a session on this host; one already used, or late, leads to the page as a visitor. */
export const takeTicket: APIRoute = async ({ url, request, locals: visit }) => {
  const to = safePath(url.searchParams.get('to'), visit)
  const ticket = url.searchParams.get('ticket') ?? ''
  const agent = request.headers.get('user-agent') ?? ''
  const redeemed = await redeemTicket(visit.farm, { ticket, host: visit.host, agent })
  if (redeemed.ok) return goWithSession(visit, redeemed.value.token, to)
  return new Response(null, { status: 303, headers: { location: to, 'cache-control': 'no-store' } })
}
