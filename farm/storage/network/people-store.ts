import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Membership } from '../../../pipeline/model/actor.ts'
import type { Storage, Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'
import { membershipOf } from './session-store.ts'

/** A person as it is stored; no address but the e-mail, no secret but a hash. */
export type StoredPerson = Tables['people']['$inferSelect']

/** A membership with the number it is removed by. */
export interface NumberedMembership extends Membership {
  readonly id: number
}

/** A person as staff see them. */
export interface PersonSheet extends Omit<StoredPerson, 'passwordHash'> {
  readonly memberships: readonly NumberedMembership[]
}

type Reading = Pick<Storage, 'read' | 'tables'>

/** The person of that login or e-mail, given in lower case; a login wins. */
export async function personNamed({ read, tables }: Reading, name: string): Promise<StoredPerson | null> {
  const { people } = tables
  const rows = await read
    .select()
    .from(people)
    .where(or(eq(people.login, name), sql`lower(${people.email}) = ${name}`))
  return rows.find((row) => row.login === name) ?? rows[0] ?? null
}

/** The person of that number. */
export async function personById({ read, tables }: Reading, id: number): Promise<StoredPerson | null> {
  const [row] = await read.select().from(tables.people).where(eq(tables.people.id, id))
  return row ?? null
}

/** People with a role on one of these organisations or on a site of theirs, by name; all their roles are told. */
export async function peopleOf(storage: Reading, organisations: readonly string[]): Promise<PersonSheet[]> {
  const { people, memberships, sites } = storage.tables
  if (organisations.length === 0) return []
  const theirs = storage.read
    .select({ id: sites.id })
    .from(sites)
    .where(inArray(sites.organisation, [...organisations]))
  const members = storage.read
    .select({ person: memberships.person })
    .from(memberships)
    .where(or(inArray(memberships.organisation, [...organisations]), inArray(memberships.site, theirs)))
  const rows = await storage.read.select().from(people).where(inArray(people.id, members)).orderBy(asc(people.name))
  return sheets(storage, rows)
}

async function sheets({ read, tables }: Reading, rows: readonly StoredPerson[]): Promise<PersonSheet[]> {
  const { memberships } = tables
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const held = await read
    .select()
    .from(memberships)
    .where(inArray(memberships.person, ids))
    .orderBy(asc(memberships.id))
  const byPerson = Map.groupBy(held, (row) => row.person)
  return rows.map(({ passwordHash: _, ...row }) => ({
    ...row,
    memberships: byPerson.get(row.id)?.map((membership) => ({ id: membership.id, ...membershipOf(membership) })) ?? [],
  }))
}

/** Adds a person; tells which of login and e-mail is already someone's, and adds nothing then. */
export async function addPerson(
  { db }: Writer,
  { people }: Tables,
  person: StoredPerson,
): Promise<'added' | 'login-taken' | 'email-taken'> {
  const added = await db.insert(people).values(person).onConflictDoNothing().returning({ id: people.id })
  if (added.length > 0) return 'added'
  const same = await db.select({ id: people.id }).from(people).where(eq(people.login, person.login))
  return same.length > 0 ? 'login-taken' : 'email-taken'
}

/** Changes columns of a person; false when there is no such person. */
export async function changePerson(
  { db }: Writer,
  { people }: Tables,
  {
    id,
    ...columns
  }: { readonly id: number } & Partial<Pick<StoredPerson, 'passwordHash' | 'disabledAt' | 'name' | 'title'>>,
): Promise<boolean> {
  const changed = await db.update(people).set(columns).where(eq(people.id, id)).returning({ id: people.id })
  return changed.length > 0
}

/** Which part of a membership is unknown, or null when it can be given. */
export async function unknownPart(
  { db }: Writer,
  { people, organisations, sites }: Tables,
  { person, organisation, site }: Membership & { readonly person: number },
): Promise<'person' | 'organisation' | 'site' | null> {
  const persons = await db.select({ id: people.id }).from(people).where(eq(people.id, person))
  if (persons.length === 0) return 'person'
  if (organisation !== undefined) {
    const rows = await db.select({ id: organisations.id }).from(organisations).where(eq(organisations.id, organisation))
    if (rows.length === 0) return 'organisation'
  }
  if (site === undefined) return null
  const rows = await db.select({ id: sites.id }).from(sites).where(eq(sites.id, site))
  return rows.length === 0 ? 'site' : null
}

/** Gives a role under that number, or answers with the number it is already held under. */
export async function addMembershipRow(
  { db }: Writer,
  { memberships }: Tables,
  { id, person, role, organisation, site }: NumberedMembership & { readonly person: number },
): Promise<number> {
  const same = and(
    eq(memberships.person, person),
    eq(memberships.role, role),
    organisation === undefined ? isNull(memberships.organisation) : eq(memberships.organisation, organisation),
    site === undefined ? isNull(memberships.site) : eq(memberships.site, site),
  )
  const [held] = await db.select({ id: memberships.id }).from(memberships).where(same)
  if (held !== undefined) return held.id
  await db.insert(memberships).values({ id, person, role, organisation: organisation ?? null, site: site ?? null })
  return id
}

/** Takes a role back; true when it was held. */
export async function removeMembershipRow({ db }: Writer, { memberships }: Tables, id: number): Promise<boolean> {
  const removed = await db.delete(memberships).where(eq(memberships.id, id)).returning({ id: memberships.id })
  return removed.length > 0
}
