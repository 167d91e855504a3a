import { isPerimeter } from '../../pipeline/model/territory.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { type Rehearsal, type Rehearsing, rehearse } from '../routing/rehearse.ts'
import { readChanges } from '../storage/knowledge/territory-change-store.ts'
import { readGeography, type StoredGeography } from '../storage/knowledge/territory-store.ts'
import type { Storage } from '../storage/storage.ts'
import { compareVintages, type TerritoryChange } from './compare-vintages.ts'
import { buildGazetteer } from './gazetteer.ts'
import { withPerimeters } from './load-territories.ts'
import type { Geography } from './read-cog.ts'
import { readPointBook } from './read-point-book.ts'
import { touchedByVintage } from './touched-by-vintage.ts'

/** What a geography would change, and what sites would gain and lose by it. */
export interface VintageRehearsal extends Rehearsal {
  readonly changes: readonly TerritoryChange[]
}

/** How a geography is rehearsed. */
export interface RehearsingVintage extends Pick<Rehearsing, 'days' | 'onMove'> {
  /** The held geography, where it was read already. */
  readonly read?: StoredGeography
}

/** Tells what bringing a geography in would do over the last 90 days, and writes nothing. */
export async function rehearseVintage(
  room: { readonly storage: Storage; now(): number; memory(): Promise<Knowledge> },
  geography: Geography,
  { read, ...rehearsing }: RehearsingVintage = {},
): Promise<VintageRehearsal> {
  const { storage } = room
  const [memory, held, former] = await Promise.all([
    room.memory(),
    read ?? readGeography(storage),
    readChanges(storage),
  ])
  const changes = compareVintages(held, geography)
  const perimeters = held.territories.filter((one) => one.level === 'perimeter')
  const members = held.territories.filter((one) => one.parents.some(isPerimeter))
  const territories = [...withPerimeters(geography, { members, changes }), ...perimeters]
  const places = { points: await readPointBook(storage), changes: [...former.toReversed(), ...changes] }
  const gazetteer = buildGazetteer(territories, geography.aliases, places)
  const touching = touchedByVintage({ changes, before: held.territories, after: territories })
  const asked = {
    subscribed: [...memory.subscriptions.all()],
    knowledge: { ...memory, gazetteer },
    imagined: true,
    touching,
  }
  return { ...(await rehearse(room, { ...rehearsing, ...asked })), changes }
}
