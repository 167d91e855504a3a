import type { Territory, TerritoryKey } from '../../pipeline/model/territory.ts'
import { heldVintage, perimeterMembers, readGeography, replaceGeography } from '../storage/knowledge/territory-store.ts'
import type { Storage, Writer } from '../storage/storage.ts'
import { cogVintage } from './cog-files.ts'
import { compareVintages, type TerritoryChange } from './compare-vintages.ts'
import { type Geography, readCog } from './read-cog.ts'
import { followChanges } from './successors.ts'

/** What bringing a geography in changed. */
export interface Loaded {
  readonly vintage: number
  /** Nothing where the farm had none before. */
  readonly changes: readonly TerritoryChange[]
}

/**
 * Fills the geography from the installed data package unless that vintage, or a later one brought by hand, is held: then null. Perimeters stay; what changed since the
 * held vintage is kept, and `also` writes what follows from it in the same transaction.
 */
export async function loadTerritories(storage: Storage, also?: AlsoWrite): Promise<Loaded | null> {
  if (((await heldVintage(storage)) ?? 0) >= cogVintage()) return null
  return putGeography(storage, readCog(), also)
}

/** What follows from changes of the geography, written with them; `id` is a number nothing else has. */
export type AlsoWrite = (
  writer: Writer,
  brought: { readonly changes: readonly TerritoryChange[]; readonly id: number },
) => Promise<unknown>

/** Puts a geography in the place of the held one: the members of a perimeter, or what they have become, remain in it. */
export async function putGeography(storage: Storage, geography: Geography, also?: AlsoWrite): Promise<Loaded> {
  const { vintage } = geography
  const held = (await heldVintage(storage)) === null ? null : await readGeography(storage)
  const changes = held ? compareVintages(held, geography) : []
  const [id = 0, ...ids] = await storage.newIds(changes.length + 1)
  const rows = changes.map((one, i) => ({ ...one, became: [...one.became], id: ids[i] ?? 0, vintage, at: Date.now() }))
  await storage.write(async (writer) => {
    const members = await perimeterMembers(writer.db, storage.tables)
    const territories = withPerimeters(geography, { members, changes })
    await replaceGeography(writer, storage.tables, { ...geography, territories })
    await writer.bulk(storage.tables.territoryChanges, rows)
    if (changes.length > 0) await also?.(writer, { changes, id })
  })
  return { vintage, changes }
}

interface Membership {
  readonly members: readonly Territory[]
  readonly changes: readonly TerritoryChange[]
}

/** A geography with the perimeters its territories lie in: those of the members, or of what these became. */
export function withPerimeters(
  { territories, aliases }: Geography,
  { members, changes }: Membership,
): readonly Territory[] {
  const known = new Set(territories.map((territory) => territory.key))
  const successors = followChanges(changes, (key) => known.has(key))
  const aliased = new Map(aliases.map((alias) => [`commune:${alias.code}`, alias.key]))
  const todays = (key: TerritoryKey): readonly TerritoryKey[] => {
    if (known.has(key)) return [key]
    const became = successors.of(key)
    return became.length > 0 ? became : [aliased.get(key) ?? key]
  }
  const perimetersOf = new Map<TerritoryKey, Set<TerritoryKey>>()
  for (const member of members) {
    for (const key of todays(member.key)) {
      const held = perimetersOf.getOrInsertComputed(key, () => new Set())
      for (const parent of member.parents) if (parent.startsWith('perimeter:')) held.add(parent)
    }
  }
  return territories.map((territory) => {
    const extra = perimetersOf.get(territory.key)
    return extra === undefined ? territory : { ...territory, parents: [...territory.parents, ...extra] }
  })
}
