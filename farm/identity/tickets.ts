import { hash } from 'node:crypto'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { addTicket, takeTicket } from '../storage/network/session-store.ts'
import { newSecret, secretHash } from './secret.ts'
import { findSession, type IdentityHouse, liveness, openSession, type Session } from './sessions.ts'

const TICKET_LIFETIME = 30_000

/** For whom a ticket is, and where it is good. */
export interface TicketRequest {
  readonly session: Session
  readonly host: string
  /** What `markOf` says of the secret of the browser that asks. */
  readonly mark: string
}

/** What may be said aloud of a browser's secret: who handed this in is known again by the secret alone. Null for a text that was never one. */
export function markOf(secret: string): string | null {
  return secretHash(secret)
}

/**
 * A ticket a person signed in at the desk takes to a private site: half a minute, once, to that host only, in the browser that asked for
 * it. In any other, somebody could sign another in as themselves, and see what they write.
 */
export async function issueTicket(
  { storage, now }: IdentityHouse,
  { session, host, mark }: TicketRequest,
): Promise<string> {
  const ticket = newSecret()
  await storage.write((writer) =>
    addTicket(writer, storage.tables, {
      ...{ hash: boundTo(ticket, mark), session: session.hash, person: session.actor.id, host },
      expiresAt: now() + TICKET_LIFETIME,
    }),
  )
  return ticket
}

/** A ticket handed in. */
export interface HandedIn {
  readonly ticket: string
  readonly host: string
  readonly agent: string
  /** Secret of the browser it comes from. */
  readonly secret: string
}

/** Opens on this host a session that ends with the desk's. Problem: `ticket-refused` (used, late, of another host, or another browser; or the desk's session has ended). */
export async function redeemTicket(
  house: IdentityHouse,
  { ticket, host, agent, secret }: HandedIn,
): Promise<Result<{ readonly token: string; readonly session: Session }>> {
  const mark = markOf(secret)
  if (mark === null || secretHash(ticket) === null) return refused()
  const bound = boundTo(ticket, mark)
  const token = await house.storage.write(async (writer) => {
    const from = await takeTicket(writer, house.storage.tables, { hash: bound, host, ...liveness(house) })
    return from === null ? null : openSession(house, writer, { person: from.person, host, agent, from })
  })
  const session = token === null ? null : await findSession(house, { token, host })
  return token === null || session === null ? refused() : ok({ token, session })
}

function boundTo(ticket: string, mark: string): string {
  return hash('sha256', `${ticket} ${mark}`, 'base64url')
}

function refused() {
  return fail({ code: 'ticket-refused' })
}
