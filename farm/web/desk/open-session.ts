import { noSessionCookie, sessionCookie, sessionToken } from '../../identity/cookies.ts'
import { createSession, revokeSession } from '../../identity/sessions.ts'
import type { Visit } from '../visit.ts'

/** Sends a browser on, with the cookie of the session it was just given. */
export function goWithSession({ protocol }: Visit, token: string, location: string): Response {
  return new Response(null, {
    status: 303,
    headers: { location, 'set-cookie': sessionCookie(token, protocol === 'https'), 'cache-control': 'no-store' },
  })
}

/** Sends a browser on as nobody: its session is ended, with those opened from it. */
export async function goSignedOut(visit: Visit, location: string): Promise<Response> {
  if (visit.session !== null) await revokeSession(visit.farm, { hash: visit.session })
  return new Response(null, {
    status: 303,
    headers: { location, 'set-cookie': noSessionCookie(visit.protocol === 'https'), 'cache-control': 'no-store' },
  })
}

/** Opens a session for someone of the demo, in place of the one the browser came with. */
export async function becomePerson(visit: Visit, request: Request, person: number): Promise<string> {
  if (visit.session !== null) await revokeSession(visit.farm, { hash: visit.session })
  const agent = request.headers.get('user-agent') ?? ''
  return createSession(visit.farm, { person, host: visit.host, agent })
}

/** The token a browser came with. */
export function tokenOf(visit: Visit, request: Request): string | null {
  return sessionToken(request.headers.get('cookie'), visit.protocol === 'https')
}
