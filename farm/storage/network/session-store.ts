import { and, count, desc, eq, gt, inArray, isNull, lt, min, ne, or, type SQL } from 'drizzle-orm'
import { type Membership, ROLES } from '../../../pipeline/model/actor.ts'
import { known } from '../entry-rows.ts'
import type { Storage, Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'

/** A session as it is stored; instants in ms. */
export type StoredSession = Tables['sessions']['$inferSelect']

/** A live session with the person behind it. */
export interface LiveSession extends StoredSession {
  readonly login: string
  readonly name: string
  readonly memberships: readonly Membership[]
}

/** Until when a session is live: not past its end, and seen since `seenAfter`. */
export interface Liveness {
  readonly now: number
  readonly seenAfter: number
}

type Reading = Pick<Storage, 'read' | 'tables'>

/** The live session of that hash, its person enabled, with their memberships, in one statement. */
export async function liveSession(
  { read, tables }: Reading,
  { hash, ...alive }: Liveness & { readonly hash: string },
): Promise<LiveSession | null> {
  const { sessions, people, memberships } = tables
  const rows = await read
    .select({ session: sessions, login: people.login, name: people.name, membership: memberships })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.person))
    .leftJoin(memberships, eq(memberships.person, people.id))
    .where(and(eq(sessions.hash, hash), isNull(people.disabledAt), isAlive(tables, alive)))
    .orderBy(memberships.id)
  const [first] = rows
  if (first === undefined) return null
  const held = rows.flatMap(({ membership }) => (membership === null ? [] : [membershipOf(membership)]))
  return { ...first.session, login: first.login, name: first.name, memberships: held }
}

/** A membership as the rules read it. */
export function membershipOf(
  row: Pick<Tables['memberships']['$inferSelect'], 'role' | 'organisation' | 'site'>,
): Membership {
  return {
    role: known(ROLES, row.role),
    ...(row.organisation === null ? {} : { organisation: row.organisation }),
    ...(row.site === null ? {} : { site: row.site }),
  }
}

/** Live sessions of a person, the last seen first. */
export async function liveSessionsOf(
  { read, tables }: Reading,
  { person, ...alive }: Liveness & { readonly person: number },
): Promise<StoredSession[]> {
  const { sessions } = tables
  return read
    .select()
    .from(sessions)
    .where(and(eq(sessions.person, person), isAlive(tables, alive)))
    .orderBy(desc(sessions.seenAt))
}

function isAlive({ sessions }: Tables, { now, seenAfter }: Liveness): SQL | undefined {
  return and(isNull(sessions.revokedAt), gt(sessions.expiresAt, now), gt(sessions.seenAt, seenAfter))
}

/** Keeps a new session. */
export async function addSession({ db }: Writer, { sessions }: Tables, session: StoredSession): Promise<void> {
  await db.insert(sessions).values(session)
}

/** Notes that a session was used. */
export async function touchSession({ db }: Writer, { sessions }: Tables, { hash, now }: { hash: string; now: number }) {
  await db.update(sessions).set({ seenAt: now }).where(eq(sessions.hash, hash))
}

/** Ends a session and those opened from it; of that person only, when one is named. */
export async function endSession(
  { db }: Writer,
  { sessions }: Tables,
  { hash, now, person }: { readonly hash: string; readonly now: number; readonly person?: number | undefined },
): Promise<void> {
  const own = person === undefined ? undefined : eq(sessions.person, person)
  const family = or(eq(sessions.hash, hash), eq(sessions.parent, hash))
  await db
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(isNull(sessions.revokedAt), family, own))
}

/** Ends every session of a person, save one and those opened from it. */
export async function endSessionsOf(
  { db }: Writer,
  { sessions }: Tables,
  { person, now, save = null }: { readonly person: number; readonly now: number; readonly save?: string | null },
): Promise<void> {
  const others =
    save === null ? undefined : and(ne(sessions.hash, save), or(isNull(sessions.parent), ne(sessions.parent, save)))
  await db
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.person, person), isNull(sessions.revokedAt), others))
}

/** Keeps a new ticket. */
export async function addTicket(
  { db }: Writer,
  { tickets }: Tables,
  ticket: Tables['tickets']['$inferInsert'],
): Promise<void> {
  await db.insert(tickets).values(ticket)
}

/** Uses up the ticket for that host: the session of the desk it came from while that session lives, else null. */
export async function takeTicket(
  { db }: Writer,
  tables: Tables,
  { hash, host, ...alive }: Liveness & { readonly hash: string; readonly host: string },
): Promise<StoredSession | null> {
  const { tickets, sessions } = tables
  const usable = and(
    eq(tickets.hash, hash),
    eq(tickets.host, host),
    isNull(tickets.usedAt),
    gt(tickets.expiresAt, alive.now),
  )
  const [used] = await db
    .update(tickets)
    .set({ usedAt: alive.now })
    .where(usable)
    .returning({ session: tickets.session })
  if (used === undefined) return null
  const [session] = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.hash, used.session), isAlive(tables, alive)))
  return session ?? null
}

/** How often each key was tried since an instant, and when first. */
export async function attemptsSince(
  { read, tables: { attempts } }: Reading,
  { keys, since }: { readonly keys: readonly string[]; readonly since: number },
): Promise<ReadonlyMap<string, { readonly count: number; readonly first: number }>> {
  const rows = await read
    .select({ key: attempts.key, count: count(), first: min(attempts.at).mapWith(Number) })
    .from(attempts)
    .where(and(inArray(attempts.key, [...keys]), gt(attempts.at, since)))
    .groupBy(attempts.key)
  return new Map(rows.map((row) => [row.key, { count: Number(row.count), first: row.first ?? 0 }]))
}

/** Notes one attempt under each key, by the given numbers. */
export async function addAttempts(
  writer: Writer,
  { attempts }: Tables,
  { keys, ids, at }: { readonly keys: readonly string[]; readonly ids: readonly number[]; readonly at: number },
): Promise<void> {
  await writer.bulk(
    attempts,
    keys.map((key, i) => ({ id: ids[i] ?? 0, key, at })),
  )
}

/** Forgets these attempts, and all those under a key if one is named. */
export async function forgetAttempts(
  { db }: Writer,
  { attempts }: Tables,
  { key, ids }: { readonly key?: string | undefined; readonly ids: readonly number[] },
): Promise<void> {
  const under = key === undefined ? undefined : eq(attempts.key, key)
  await db.delete(attempts).where(or(under, inArray(attempts.id, [...ids])))
}

/** Deletes attempts, tickets and sessions that ended before an instant. */
export async function forgetEnded(
  { db }: Writer,
  { attempts, tickets, sessions }: Tables,
  before: number,
): Promise<void> {
  await db.delete(attempts).where(lt(attempts.at, before))
  await db.delete(tickets).where(lt(tickets.expiresAt, before))
  await db.delete(sessions).where(or(lt(sessions.expiresAt, before), lt(sessions.revokedAt, before)))
}
