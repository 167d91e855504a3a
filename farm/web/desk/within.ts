import type { Organisation } from '../../../pipeline/model/organisation.ts'
import type { Visit } from '../visit.ts'
import { rememberedOrganisation, workplaceOf } from './working-for.ts'

/** The word of an address that asks a list for everything its reader may see. */
export const EVERYWHERE = 'all'

/** The bodies a list of the desk is about: the one its reader works for and those below, unless they ask for all. */
export interface Within {
  /** The body it keeps to, or would. */
  readonly organisation: Organisation | undefined
  /** As addresses say it: the id of that body, or `all`. */
  readonly word: string
  /** Those of the reachable bodies it is about. */
  readonly bodies: readonly string[]
  /** There is more to see than one's own, so that one may go to and fro. */
  readonly narrows: boolean
}

/** What a list is about, as its address asks, else by the organisation one works for. */
export function withinOf(
  visit: Visit,
  {
    search,
    request,
    reach,
  }: { readonly search: URLSearchParams; readonly request: Request; readonly reach: readonly string[] },
): Within {
  const { memory } = visit
  const asked = search.get('within')
  const place = workplaceOf(visit, rememberedOrganisation(request.headers.get('cookie'))).organisation
  const organisation = (asked === null ? undefined : memory.organisations.get(asked)) ?? place
  const own = within(visit, organisation?.id ?? '', reach)
  // Whoever works for a body they see nothing of in this list would look at an empty one.
  const narrows = own.length > 0 && own.length < reach.length
  const all = asked === EVERYWHERE || !narrows
  return { organisation, word: all ? EVERYWHERE : (organisation?.id ?? EVERYWHERE), bodies: all ? reach : own, narrows }
}

/** Those of these bodies that are one, or lie below it; all of them where the word names none. */
export function within({ memory }: Pick<Visit, 'memory'>, word: string, reach: readonly string[]): readonly string[] {
  if (!memory.organisations.get(word)) return reach
  const below = memory.organisations.below(word)
  return reach.filter((id) => below.has(id))
}
