import { takeClaim } from '../../storage/claim-store.ts'
import { personNames } from '../../storage/desk-store.ts'
import type { Visit } from '../visit.ts'
import { deskPerson } from './person.ts'

const HOLDS = 20 * 60_000

/** Whether someone who opened an item then still has it: for twenty minutes. */
export function stillHolds({ farm }: Visit, claim: { readonly at: number }): boolean {
  return farm.now() - claim.at < HOLDS
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
