import { and, asc, eq, isNull, type SQL } from 'drizzle-orm'
import { type Actor, ROLES } from '../../../pipeline/model/actor.ts'
import { known } from '../entry-rows.ts'
import type { Storage } from '../storage.ts'

/** A person able to act. */
export type Person = Extract<Actor, { kind: 'person' }> & { readonly email: string; readonly title: string }

/** Reads the people who may act; a disabled one is not among them. */
export interface PeopleReader {
  all(): Promise<readonly Person[]>
  byLogin(login: string): Promise<Person | undefined>
  byId(id: number): Promise<Person | undefined>
}

/** People with their memberships, in one statement each time. */
export function peopleReader(storage: Pick<Storage, 'read' | 'tables'>): PeopleReader {
  const { people } = storage.tables
  return {
    all: () => readPeople(storage, undefined),
    byLogin: async (login) => (await readPeople(storage, eq(people.login, login)))[0],
    byId: async (id) => (await readPeople(storage, eq(people.id, id)))[0],
  }
}

async function readPeople(
  { read, tables }: Pick<Storage, 'read' | 'tables'>,
  which: SQL | undefined,
): Promise<Person[]> {
  const { people, memberships } = tables
  const rows = await read
    .select({ person: people, membership: memberships })
    .from(people)
    .leftJoin(memberships, eq(memberships.person, people.id))
    .where(and(isNull(people.disabledAt), which))
    .orderBy(asc(people.name), asc(people.id), asc(memberships.id))
  const byPerson = Map.groupBy(rows, (row) => row.person.id)
  return [...byPerson.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { id, login, name, email, title } = first.person
    const held = group.flatMap(({ membership }) =>
      membership
        ? [
            {
              role: known(ROLES, membership.role),
              organisation: membership.organisation ?? undefined,
              site: membership.site ?? undefined,
            },
          ]
        : [],
    )
    return [{ kind: 'person' as const, id, login, name, email, title, memberships: held }]
  })
}
