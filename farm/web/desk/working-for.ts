import type { Organisation } from '../../../pipeline/model/organisation.ts'
import { organisationsFor } from '../../organisations/reach.ts'
import type { Visit } from '../visit.ts'
import { deskPerson } from './person.ts'

/** Name of the cookie that remembers for whom one works; it opens nothing. */
export const WORKING_FOR = 'terroir-for'

/** The organisation one works for now, and those one may switch to. */
export interface Workplace {
  readonly organisation: Organisation | undefined
  readonly others: readonly Organisation[]
}

/** Where this person works: the organisation their browser remembers, else that of their first role, else the widest. */
export function workplaceOf(visit: Visit, remembered: string | undefined): Workplace {
  const person = deskPerson(visit)
  const { memory } = visit
  const direct = person.memberships.flatMap(
    (held) => held.organisation ?? memory.sites.get(held.site ?? '')?.organisation ?? [],
  )
  const depth = (id: string) => memory.organisations.above(id).length
  const reached = organisationsFor(person, 'contribute', memory).sort((a, b) => depth(a) - depth(b))
  const ids = [...new Set([...direct, ...reached])]
  const chosen = remembered !== undefined && ids.includes(remembered) ? remembered : ids[0]
  const all = ids.flatMap((id) => memory.organisations.get(id) ?? [])
  return { organisation: all.find((one) => one.id === chosen), others: all.length > 1 ? all : [] }
}

/** The organisation a browser remembers, from its `Cookie` header. */
export function rememberedOrganisation(cookies: string | null): string | undefined {
  return new RegExp(`(?:^|;\\s*)${WORKING_FOR}=([a-z0-9-]+)`).exec(cookies ?? '')?.[1]
}
