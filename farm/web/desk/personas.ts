import type { Memory } from '../../memory.ts'
import type { Person } from '../../storage/network/people-reader.ts'
import { roomOf } from '../rooms.ts'
import type { Visit } from '../visit.ts'

/** The bar of a demo farm, by which one becomes any of its people. */
export interface PersonaBar {
  readonly label: string
  readonly current: string
  readonly action: string
  readonly hidden: readonly { readonly name: string; readonly value: string }[]
  readonly groups: readonly {
    readonly title: string
    readonly people: readonly { readonly id: string; readonly name: string; readonly role: string }[]
  }[]
  readonly leaveWord: string | undefined
}

// Kept with the memory it was read beside, so that no page costs a statement for it.
const known = new WeakMap<Memory, Promise<readonly Person[] | null>>()

/** The bar of this page, coming back to it; null on a farm that is no demonstration. */
export async function personaBar(visit: Visit): Promise<PersonaBar | null> {
  const people = await demoPeople(visit)
  if (people === null) return null
  const { words, actor } = visit
  const signedIn = actor.kind === 'person'
  return {
    label: words('desk.persona.label'),
    current: signedIn ? actor.name : words('desk.persona.nobody'),
    action: visit.siteUrl('desk', '/become'),
    hidden: [{ name: 'to', value: `${visit.origin}${visit.href(visit.path)}` }],
    groups: groupsOf(visit, people),
    // A session of another host cannot be ended from here: one leaves where one came in.
    leaveWord: signedIn && roomOf(visit) === 'desk' ? words('desk.persona.leave') : undefined,
  }
}

async function demoPeople({ farm, memory }: Visit): Promise<readonly Person[] | null> {
  const found = known.get(memory) ?? read()
  known.set(memory, found)
  return found

  async function read() {
    return (await farm.demo()) ? farm.people.all() : null
  }
}

function groupsOf(visit: Visit, people: readonly Person[]): PersonaBar['groups'] {
  const { memory, words } = visit
  const homes = Map.groupBy(people, (person) => homeOf(memory, person))
  const branch = (id: string) => [...memory.organisations.above(id)].reverse().join('/')
  const byBranch = memory.organisations
    .all()
    .map((one) => one.id)
    .sort((a, b) => branch(a).localeCompare(branch(b)))
  const order = ['', ...byBranch]
  return order.flatMap((id) => {
    const members = homes.get(id) ?? []
    if (members.length === 0) return []
    const title = id === '' ? words('desk.persona.farm') : (memory.organisations.get(id)?.shortName ?? id)
    return [{ title, people: members.map(({ login, name, title: role }) => ({ id: login, name, role })) }]
  })
}

function homeOf({ sites }: Memory, { memberships: [first] }: Person): string {
  return first?.organisation ?? sites.get(first?.site ?? '')?.organisation ?? ''
}
