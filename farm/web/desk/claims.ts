import { takeClaim } from '../../storage/entries/claim-store.ts'
import { personNames } from '../../storage/entries/desk-store.ts'
import type { Visit } from '../visit.ts'
import { deskPerson } from './person.ts'

const HOLDS = 20 * 60_000

// Twenty minutes: whoever opened an item then is no longer at it.
function stillHolds({ farm }: Visit, claim: { readonly at: number }): boolean {
  return farm.now() - claim.at < HOLDS
}

/** Who else has an item open: nobody when it is this person, or when they opened it too long ago. */
export function heldByOther<T extends { readonly id: number; readonly at: number }>(
  visit: Visit,
  held: T | null,
): T | null {
  return held && held.id !== deskPerson(visit).id && stillHolds(visit, held) ? held : null
}

/** Opens a queue item for the person at the desk; answers who else has it, or null when it is theirs. */
export async function openItem(
  visit: Visit,
  { entry, takeOver }: { readonly entry: number; readonly takeOver: boolean },
): Promise<{ readonly name: string; readonly at: number } | null> {
  const person = deskPerson(visit)
  const { storage } = visit.farm
  const at = visit.farm.now()
  const holder = await takeClaim(storage, { entry, person: person.id, at, staleBefore: at - HOLDS, takeOver })
  if (holder.person === person.id) return null
  const names = await personNames(storage, [holder.person])
  return { name: names.get(holder.person) ?? '', at: holder.at }
}

/** A name short enough for a row: `J. Moreau`. */
export function shortName(name: string): string {
  const [first = '', ...rest] = name.split(' ')
  return rest.length === 0 ? name : `${first.charAt(0)}. ${rest.join(' ')}`
}
