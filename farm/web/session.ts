import { type Actor, VISITOR } from '../../pipeline/model/actor.ts'
import { sessionToken } from '../identity/cookies.ts'
import { findSession } from '../identity/sessions.ts'
import type { Visit } from './visit.ts'

/** Who the request's cookie says is here: a person, or a visitor when it is missing, unknown, expired or of another host. */
export async function actorOfRequest(
  request: Request,
  { farm, host, protocol }: Pick<Visit, 'farm' | 'host' | 'protocol'>,
): Promise<{ actor: Actor; session: string | null }> {
  const token = sessionToken(request.headers.get('cookie'), protocol === 'https')
  const session = token === null ? null : await findSession(farm, { token, host })
  return session === null ? { actor: VISITOR, session: null } : { actor: session.actor, session: session.hash }
}
