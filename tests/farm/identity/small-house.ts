import { addMembership, createPerson } from '../../../farm/identity/people.ts'
import type { IdentityHouse } from '../../../farm/identity/sessions.ts'
import type { Storage } from '../../../farm/storage/storage.ts'
import type { Membership } from '../../../pipeline/model/actor.ts'

/** A house whose clock a test moves. */
export interface SmallHouse extends IdentityHouse {
  /** Moves the clock on, in minutes. */
  wait(minutes: number): void
}

/** Two organisations, a site of the first, a site of the second, and a clock that stands still. */
export async function smallHouse(storage: Storage): Promise<SmallHouse> {
  const { organisations, sites } = storage.tables
  const body = {
    parent: null,
    kind: 'departmental',
    territory: null,
    identity: { accent: '#123456', initials: 'M' },
    policy: {},
  }
  const site = {
    tagline: { fr: 'Un site' },
    kind: 'portal',
    visibility: 'private',
    hosts: [],
    languages: ['fr'],
    createdAt: 0,
  }
  const skin = { accent: '#123456' }
  await storage.write(async ({ db }) => {
    for (const id of ['nievre', 'yonne']) {
      await db.insert(organisations).values({ ...body, id, name: id, shortName: id })
      await db.insert(sites).values({ ...site, id: `${id}-emploi`, name: id, organisation: id, skin })
    }
  })
  let at = Date.UTC(2026, 10, 2, 9)
  return {
    storage,
    now: () => at,
    wait: (minutes) => {
      at += minutes * 60_000
    },
  }
}

/** The password everyone has in these tests. */
export const PASSWORD = 'quatre-loups-bleus'

/** Adds a person with the roles given, and answers with their number. */
export async function someone(house: IdentityHouse, login: string, ...roles: readonly Membership[]): Promise<number> {
  const person = { login, email: `${login}@exemple.org`, name: `Personne ${login}`, password: PASSWORD }
  const added = await createPerson(house, person)
  if (!added.ok) throw new Error(JSON.stringify(added.problems))
  for (const role of roles) await addMembership(house, { ...role, person: added.value })
  return added.value
}
