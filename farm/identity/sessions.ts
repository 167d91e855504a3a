import type { Actor } from '../../pipeline/model/actor.ts'
import {
  addSession,
  endSession,
  endSessionsOf,
  forgetEnded,
  type LiveSession,
  liveSession,
  liveSessionsOf,
  type StoredSession,
  touchSession,
} from '../storage/network/session-store.ts'
import type { Storage, Writer } from '../storage/storage.ts'
import { newSecret, secretHash } from './secret.ts'

/** What identity works with: a database, and the instant (ms). A `Farm` is one. */
export interface IdentityHouse {
  readonly storage: Storage
  now(): number
}

const HOUR = 3_600_000

/** How long a session lives at most, in ms. */
export const SESSION_LIFETIME = 14 * 24 * HOUR
const IDLE = 3 * 24 * HOUR
const TOUCH_EVERY = HOUR / 12

/** A session one may act with. */
export interface Session {
  /** Hash it is stored under, by which it is ended. */
  readonly hash: string
  readonly actor: Extract<Actor, { kind: 'person' }>
  readonly host: string
  readonly expiresAt: number
}

/** What a new session is opened for. */
export interface NewSession {
  readonly person: number
  readonly host: string
  /** `User-Agent` of the browser, for the person to recognise it. */
  readonly agent: string
  /** Session of the desk it is opened from: it ends with it, and no later. */
  readonly from?: StoredSession
}

/** Opens a session and answers with its token, which nothing keeps: it goes in the cookie. */
export async function createSession(house: IdentityHouse, session: NewSession): Promise<string> {
  return house.storage.write((writer) => openSession(house, writer, session))
}

/** The same, inside a transaction. */
export async function openSession(house: IdentityHouse, writer: Writer, session: NewSession): Promise<string> {
  const { person, host, agent, from } = session
  const token = newSecret()
  const now = house.now()
  await addSession(writer, house.storage.tables, {
    hash: secretHash(token) ?? '',
    ...{ person, host, agent: agent.slice(0, 300), parent: from?.hash ?? null },
    ...{ createdAt: now, seenAt: now, revokedAt: null },
    expiresAt: Math.min(now + SESSION_LIFETIME, from?.expiresAt ?? Number.POSITIVE_INFINITY),
  })
  return token
}

/** The session of a token on that host: null when it is unknown, ended, too old, idle for three days, or of a disabled person. */
export async function findSession(
  house: IdentityHouse,
  { token, host }: { readonly token: string; readonly host: string },
): Promise<Session | null> {
  const hash = secretHash(token)
  if (hash === null) return null
  const live = await liveSession(house.storage, { hash, ...liveness(house) })
  if (live === null || live.host !== host) return null
  await touch(house, live)
  const { person: id, login, name, memberships, expiresAt } = live
  return { hash, actor: { kind: 'person', id, login, name, memberships }, host, expiresAt }
}

/** When a session must have been seen to be live now. */
export function liveness(house: IdentityHouse): { now: number; seenAfter: number } {
  const now = house.now()
  return { now, seenAfter: now - IDLE }
}

async function touch({ storage, now }: IdentityHouse, { hash, seenAt }: LiveSession): Promise<void> {
  const at = now()
  if (at - seenAt < TOUCH_EVERY) return
  await storage.write((writer) => touchSession(writer, storage.tables, { hash, now: at }))
}

/** Ends a session and those opened from it; with a person, only if it is theirs. */
export async function revokeSession(
  { storage, now }: IdentityHouse,
  session: { readonly hash: string; readonly person?: number },
): Promise<void> {
  await storage.write((writer) => endSession(writer, storage.tables, { ...session, now: now() }))
}

/** Ends every session of a person, save the one given by its hash with those opened from it. */
export async function revokeSessionsOf(
  { storage, now }: IdentityHouse,
  { person, save = null }: { readonly person: number; readonly save?: string | null },
): Promise<void> {
  await storage.write((writer) => endSessionsOf(writer, storage.tables, { person, save, now: now() }))
}

/** Live sessions of a person, the last seen first. */
export async function listSessions(house: IdentityHouse, person: number): Promise<StoredSession[]> {
  return liveSessionsOf(house.storage, { person, ...liveness(house) })
}

/** Deletes what ended more than thirty days ago: sessions, tickets, attempts. Meant for a daily job. */
export async function forgetOldSessions({ storage, now }: IdentityHouse): Promise<void> {
  await storage.write((writer) => forgetEnded(writer, storage.tables, now() - 30 * 24 * HOUR))
}
