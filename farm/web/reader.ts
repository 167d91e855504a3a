import type { Actor } from '../../pipeline/model/actor.ts'
import { DESK_LISTS, readerOf } from '../identity/reader-keys.ts'
import { isForReaders, roomOf } from './rooms.ts'
import type { Visit } from './visit.ts'

/** Whose key a feed reader showed, in the address or by `Authorization`, where a list goes out; an empty answer for all else. */
export async function readerOfRequest(
  request: Request,
  visit: Visit,
): Promise<{ readonly actor: Actor; readonly readerKey?: string } | Record<string, never>> {
  const room = roomOf(visit)
  if (visit.actor.kind !== 'visitor' || !isForReaders(room, visit.path)) return {}
  const place = visit.site?.id ?? (room === 'desk' ? DESK_LISTS : undefined)
  const told = new URL(request.url).searchParams.get('key')
  const key = told ?? authorized(request.headers.get('authorization'))
  if (place === undefined || !key) return {}
  const actor = await readerOf(visit.farm, { key, site: place })
  if (actor === null) return {}
  return told === null ? { actor } : { actor, readerKey: told }
}

/** Asks a feed reader for its key (RFC 7617); a person's browser is led to sign in instead. */
export function askForKey(request: Request, visit: Visit): Response | undefined {
  if (!isForReaders(roomOf(visit), visit.path)) return undefined
  if (request.headers.get('accept')?.includes('text/html')) return undefined
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'www-authenticate': 'Basic realm="Terroir", charset="UTF-8"',
  }
  return new Response(`${visit.words('reader.needed')}\n`, { status: 401, headers })
}

function authorized(header: string | null): string | undefined {
  const [, scheme = '', told = ''] = /^(Bearer|Basic) +([\w+/=.~-]+)$/i.exec(header ?? '') ?? []
  if (scheme.toLowerCase() === 'bearer') return told
  // Whatever name the reader sends, the key is the password.
  return scheme === '' ? undefined : Buffer.from(told, 'base64').toString('utf8').split(':').slice(1).join(':')
}
