import { type Actor, VISITOR } from '../../pipeline/model/actor.ts'
import type { Visit } from './visit.ts'

/** Who the request's cookie says is here: a person, or a visitor when it is missing, unknown, expired or of another host. */
export async function actorOfRequest(
  _request: Request,
  _visit: Visit,
): Promise<{ actor: Actor; session: string | null }> {
  return { actor: VISITOR, session: null }
}
