import { inArray } from 'drizzle-orm'
import type { Membership } from '../../pipeline/model/actor.ts'
import type { Storage } from '../storage/storage.ts'

/** A person as a declaration or a command names them. */
export interface DeclaredPerson {
  readonly login: string
  readonly name: string
  readonly email: string
  readonly title?: string
  readonly roles: readonly Membership[]
}

/** Adds declared people by login, and makes their roles the declared ones; passwords stay as they are. */
export async function putPeople(storage: Storage, declared: readonly DeclaredPerson[], now: number): Promise<void> {
  const { people, memberships } = storage.tables
  const known = await storage.read.select({ id: people.id, login: people.login }).from(people)
  const ids = new Map(known.map((one) => [one.login, one.id]))
  const fresh = await storage.newIds(declared.length)
  const roleIds = await storage.newIds(declared.reduce((sum, one) => sum + one.roles.length, 0))
  await storage.write(async (writer) => {
    for (const [i, { login, name, email, title = '' }] of declared.entries()) {
      const id = ids.get(login) ?? fresh[i] ?? 0
      ids.set(login, id)
      const columns = { login, name, email, title }
      const row = { id, ...columns, passwordHash: null, disabledAt: null, createdAt: now }
      await writer.db.insert(people).values(row).onConflictDoUpdate({ target: people.login, set: columns })
    }
    const persons = declared.map((one) => ids.get(one.login) ?? 0)
    if (persons.length > 0) await writer.db.delete(memberships).where(inArray(memberships.person, persons))
    const roles = declared.flatMap((one) => one.roles.map((role) => ({ ...role, person: ids.get(one.login) ?? 0 })))
    await writer.bulk(
      memberships,
      roles.map(({ role, organisation, site, person }, i) => ({
        id: roleIds[i] ?? 0,
        person,
        role,
        organisation: organisation ?? null,
        site: site ?? null,
      })),
    )
  })
}
