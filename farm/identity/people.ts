import type { Membership } from '../../pipeline/model/actor.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import {
  addMembershipRow,
  addPerson,
  changePerson,
  personById,
  removeMembershipRow,
  unknownPart,
} from '../storage/network/people-store.ts'
import { endSessionsOf } from '../storage/network/session-store.ts'
import { checkPassword, hashPassword, verifyPassword } from './passwords.ts'
import type { IdentityHouse } from './sessions.ts'

/** A person to be. */
export interface NewPerson {
  readonly login: string
  readonly email: string
  readonly name: string
  readonly title?: string
  /** Without one nobody can sign in as this person yet. */
  readonly password?: string
}

/** Adds a person and answers with their number. Problems: `bad-login`, `bad-email`, `required`, `login-taken`, `email-taken`, and those of passwords. */
export async function createPerson({ storage, now }: IdentityHouse, person: NewPerson): Promise<Result<number>> {
  const { login, email, name, title } = tidied(person)
  const problems = [...mistakes({ login, email, name }), ...passwordMistakes(person)]
  if (problems.length > 0) return fail(...problems)
  const passwordHash = person.password === undefined ? null : await hashPassword(person.password)
  const [id = 0] = await storage.newIds(1)
  const row = { id, login, email, name, title, passwordHash, disabledAt: null, createdAt: now() }
  const outcome = await storage.write((writer) => addPerson(writer, storage.tables, row))
  if (outcome === 'added') return ok(id)
  return fail({ code: outcome, field: outcome === 'login-taken' ? 'login' : 'email' })
}

function tidied({ login, email, name, title = '' }: NewPerson) {
  return {
    login: login.trim().toLowerCase(),
    email: email.trim().toLowerCase(),
    name: name.trim(),
    title: title.trim(),
  }
}

function mistakes({ login, email, name }: Pick<NewPerson, 'login' | 'email' | 'name'>): Problem[] {
  const problems: Problem[] = []
  if (!/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(login) || login.length > 60)
    problems.push({ code: 'bad-login', field: 'login' })
  if (!/^[^@\s]+@[^@\s]+$/.test(email) || email.length > 200) problems.push({ code: 'bad-email', field: 'email' })
  if (name === '') problems.push({ code: 'required', field: 'name' })
  return problems
}

function passwordMistakes({ password, login, email, name }: NewPerson): Problem[] {
  return password === undefined ? [] : checkPassword(password, [login, email, name])
}

/** Gives a person a new password and ends their sessions, save one. Problems: `unknown-person`, and those of passwords. */
export async function setPassword(
  { storage, now }: IdentityHouse,
  {
    person,
    password,
    save = null,
  }: { readonly person: number; readonly password: string; readonly save?: string | null },
): Promise<Result<void>> {
  const known = await personById(storage, person)
  if (known === null) return fail({ code: 'unknown-person' })
  const problems = checkPassword(password, [known.login, known.email, known.name])
  if (problems.length > 0) return fail(...problems)
  const passwordHash = await hashPassword(password)
  await storage.write(async (writer) => {
    await changePerson(writer, storage.tables, { id: person, passwordHash })
    await endSessionsOf(writer, storage.tables, { person, now: now(), save })
  })
  return ok(undefined)
}

/** The same by the person, who gives the present one. Problem beside those: `wrong-password` on `current`. */
export async function changeOwnPassword(
  house: IdentityHouse,
  change: { readonly person: number; readonly current: string; readonly password: string; readonly save: string },
): Promise<Result<void>> {
  const known = await personById(house.storage, change.person)
  const right = await verifyPassword(known?.passwordHash ?? null, change.current)
  return right ? setPassword(house, change) : fail({ code: 'wrong-password', field: 'current' })
}

/** Shuts a person out at once, their sessions with them, or lets them in again. Problem: `unknown-person`. */
export async function setDisabled(
  { storage, now }: IdentityHouse,
  { person, disabled }: { readonly person: number; readonly disabled: boolean },
): Promise<Result<void>> {
  return storage.write(async (writer) => {
    const disabledAt = disabled ? now() : null
    if (!(await changePerson(writer, storage.tables, { id: person, disabledAt })))
      return fail({ code: 'unknown-person' })
    if (disabled) await endSessionsOf(writer, storage.tables, { person, now: now() })
    return ok(undefined)
  })
}

/**
 * Gives a role on one organisation, one site, or (farm administrator only) the whole farm; answers with its number, the
 * same when it was held already. Problems: `bad-membership`, `unknown-person`, `unknown-organisation`, `unknown-site`.
 */
export async function addMembership(
  { storage }: IdentityHouse,
  membership: Membership & { readonly person: number },
): Promise<Result<number>> {
  const places = [membership.organisation, membership.site].filter((place) => place !== undefined)
  if (places.length !== (membership.role === 'farm-administrator' ? 0 : 1)) return fail({ code: 'bad-membership' })
  const [id = 0] = await storage.newIds(1)
  return storage.write(async (writer) => {
    const part = await unknownPart(writer, storage.tables, membership)
    if (part !== null) return fail({ code: `unknown-${part}`, field: part })
    return ok(await addMembershipRow(writer, storage.tables, { ...membership, id }))
  })
}

/** Takes a role back by its number. Problem: `unknown-membership`. */
export async function removeMembership({ storage }: IdentityHouse, id: number): Promise<Result<void>> {
  const removed = await storage.write((writer) => removeMembershipRow(writer, storage.tables, id))
  return removed ? ok(undefined) : fail({ code: 'unknown-membership' })
}
