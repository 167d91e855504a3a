import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { addTicket, takeTicket } from '../storage/network/session-store.ts'
import { newSecret, secretHash } from './secret.ts'
import { findSession, type IdentityHouse, liveness, openSession, type Session } from './sessions.ts'

const TICKET_LIFETIME = 30_000

/** A ticket a person signed in at the desk takes to a private site: half a minute, once, to that host only. */
export async function issueTicket(
  { storage, now }: IdentityHouse,
  { session, host }: { readonly session: Session; readonly host: string },
): Promise<string> {
  const ticket = newSecret()
  await storage.write((writer) =>
    addTicket(writer, storage.tables, {
      ...{ hash: secretHash(ticket) ?? '', session: session.hash, person: session.actor.id, host },
      expiresAt: now() + TICKET_LIFETIME,
    }),
  )
  return ticket
}

/** Opens on this host a session that ends with the desk's. Problem: `ticket-refused` (used, late, of another host, or the desk's session has ended). */
export async function redeemTicket(
  house: IdentityHouse,
  { ticket, host, agent }: { readonly ticket: string; readonly host: string; readonly agent: string },
): Promise<Result<{ readonly token: string; readonly session: Session }>> {
  const hash = secretHash(ticket)
  if (hash === null) return refused()
  const token = await house.storage.write(async (writer) => {
    const from = await takeTicket(writer, house.storage.tables, { hash, host, ...liveness(house) })
    return from === null ? null : openSession(house, writer, { person: from.person, host, agent, from })
  })
  const session = token === null ? null : await findSession(house, { token, host })
  return token === null || session === null ? refused() : ok({ token, session })
}

function refused() {
  return fail({ code: 'ticket-refused' })
}
