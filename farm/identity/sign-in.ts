import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { personNamed } from '../storage/network/people-store.ts'
import { addAttempts, attemptsSince, forgetAttempts } from '../storage/network/session-store.ts'
import { verifyPassword } from './passwords.ts'
import { secretHash } from './secret.ts'
import { createSession, findSession, type IdentityHouse, revokeSession, type Session } from './sessions.ts'

const WINDOW = 15 * 60_000
const FAILURES_PER_LOGIN = 10
const FAILURES_PER_ADDRESS = 50

/** What a person signs in with, and from where. */
export interface Credentials {
  /** Login or e-mail. */
  readonly login: string
  readonly password: string
  readonly host: string
  readonly agent: string
  /** IP address of the browser. */
  readonly address: string
  /** Token the browser came with: it is ended, and a new one given. */
  readonly previous?: string | null
}

/**
 * Opens a session. Problems: `wrong-credentials`, never saying which of the two, after as long a time for an unknown
 * login; `too-many-attempts` with `{ minutes }` to wait, after 10 failures on a login or 50 from an address in 15 minutes.
 */
export async function signIn(
  house: IdentityHouse,
  credentials: Credentials,
): Promise<Result<{ readonly token: string; readonly session: Session }>> {
  const name = credentials.login.trim().toLowerCase().slice(0, 200)
  const reserved = await reserveAttempt(house, { login: `login:${name}`, address: `address:${credentials.address}` })
  if (!reserved.ok) return reserved
  const person = await personNamed(house.storage, name)
  const usable = person === null || person.disabledAt !== null ? null : person.passwordHash
  const right = await verifyPassword(usable, credentials.password)
  if (!right || person === null) return fail({ code: 'wrong-credentials' })
  await forget(house, { key: `login:${name}`, ids: reserved.value })
  return open(house, person.id, credentials)
}

async function open(house: IdentityHouse, person: number, { host, agent, previous }: Credentials) {
  const old = previous ? secretHash(previous) : null
  if (old !== null) await revokeSession(house, { hash: old })
  const token = await createSession(house, { person, host, agent })
  const session = await findSession(house, { token, host })
  return session === null ? fail({ code: 'wrong-credentials' }) : ok({ token, session })
}

// Kept before it is counted, and counted before the password is looked at: a thousand attempts at once are no more than
// ten. One that is refused, or succeeds, is forgotten.
async function reserveAttempt(
  house: IdentityHouse,
  { login, address }: { readonly login: string; readonly address: string },
): Promise<Result<readonly number[]>> {
  const { storage } = house
  const ids = await storage.newIds(2)
  const at = house.now()
  const keys = [login, address]
  await storage.write((writer) => addAttempts(writer, storage.tables, { keys, ids, at }))
  const tried = await attemptsSince(storage, { keys, since: at - WINDOW })
  const limits = [
    { limit: FAILURES_PER_LOGIN, seen: tried.get(login) },
    { limit: FAILURES_PER_ADDRESS, seen: tried.get(address) },
  ]
  const waits = limits.flatMap(({ limit, seen }) => (seen && seen.count > limit ? [seen.first + WINDOW - at] : []))
  if (waits.length === 0) return ok(ids)
  await forget(house, { ids })
  return fail(tooMany(Math.max(...waits)))
}

function tooMany(wait: number): Problem {
  return { code: 'too-many-attempts', params: { minutes: Math.max(1, Math.ceil(wait / 60_000)) } }
}

async function forget({ storage }: IdentityHouse, attempts: { key?: string; ids: readonly number[] }): Promise<void> {
  await storage.write((writer) => forgetAttempts(writer, storage.tables, attempts))
}
