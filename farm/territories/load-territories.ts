import type { Territory, TerritoryKey } from '../../pipeline/model/territory.ts'
import type { Storage } from '../storage/storage.ts'
import { heldVintage, perimeterMembers, replaceGeography } from '../storage/territory-store.ts'
import { cogVintage } from './cog-files.ts'
import { type Geography, readCog } from './read-cog.ts'

/** Fills the geography from the installed data package unless that vintage is held; true when it was loaded. Perimeters stay. */
export async function loadTerritories(storage: Storage): Promise<boolean> {
  if ((await heldVintage(storage)) === cogVintage()) return false
  await putGeography(storage, readCog())
  return true
}

/** Puts a geography in the place of the held one: the members of a perimeter, or what they have become, remain in it. */
export async function putGeography(storage: Storage, geography: Geography): Promise<void> {
  await storage.write(async (writer) => {
    const members = await perimeterMembers(writer.db, storage.tables)
    const territories = withPerimeters(geography, members)
    await replaceGeography(writer, storage.tables, { ...geography, territories })
  })
}

function withPerimeters({ territories, aliases }: Geography, members: readonly Territory[]): readonly Territory[] {
  const known = new Set(territories.map((territory) => territory.key))
  const todays = new Map(aliases.map((alias) => [`commune:${alias.code}`, alias.key]))
  const perimetersOf = new Map<TerritoryKey, Set<TerritoryKey>>()
  for (const member of members) {
    const key = known.has(member.key) ? member.key : (todays.get(member.key) ?? member.key)
    const held = perimetersOf.get(key) ?? new Set()
    for (const parent of member.parents) if (parent.startsWith('perimeter:')) held.add(parent)
    perimetersOf.set(key, held)
  }
  return territories.map((territory) => {
    const extra = perimetersOf.get(territory.key)
    return extra === undefined ? territory : { ...territory, parents: [...territory.parents, ...extra] }
  })
}
