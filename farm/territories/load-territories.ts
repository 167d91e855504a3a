import { type Actor, FARM, personOf } from '../../pipeline/model/actor.ts'
import { isPerimeter, type Territory, type TerritoryKey } from '../../pipeline/model/territory.ts'
import { noteChange } from '../storage/knowledge/change-store.ts'
import {
  heldVintage,
  perimeterMembers,
  readGeography,
  replaceGeography,
  type StoredGeography,
} from '../storage/knowledge/territory-store.ts'
import type { Storage, Writer } from '../storage/storage.ts'
import { cogVintage } from './cog-files.ts'
import { compareVintages, type TerritoryChange } from './compare-vintages.ts'
import { geographyDifference, movesNothing } from './geography-difference.ts'
import { type Geography, readCog } from './read-cog.ts'
import { followChanges } from './successors.ts'
import { touchedByVintage } from './touched-by-vintage.ts'

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
export async function loadTerritories(storage: Storage, bringing: Bringing = {}): Promise<Loaded | null> {
  if (((await heldVintage(storage)) ?? 0) >= cogVintage()) return null
  return putGeography(storage, readCog(), bringing)
}

/** How a geography is brought in: by whom, when, and what is written with it. */
export interface Bringing {
  readonly also?: AlsoWrite
  /** Instant in milliseconds. */
  readonly now?: number
  readonly actor?: Actor
}

/** What follows from changes of the geography, written with them; `id` is a number nothing else has. */
export type AlsoWrite = (
  writer: Writer,
  brought: {
    readonly changes: readonly TerritoryChange[]
    /** What is to be routed again: see `touchedByVintage`. */
    readonly touching: readonly TerritoryKey[]
    readonly id: number
  },
) => Promise<unknown>

/** Puts a geography in the place of the held one: the members of a perimeter, or what they have become, remain in it. */
export async function putGeography(
  storage: Storage,
  geography: Geography,
  { also, now: at = Date.now(), actor = FARM }: Bringing = {},
): Promise<Loaded> {
  const { vintage } = geography
  const held = (await heldVintage(storage)) === null ? null : await readGeography(storage)
  const changes = held ? compareVintages(held, geography) : []
  const [id = 0, event = 0, ...ids] = await storage.newIds(changes.length + 2)
  const rows = changes.map((one, i) => ({ ...one, became: [...one.became], id: ids[i] ?? 0, vintage, at }))
  await storage.write(async (writer) => {
    const members = await perimeterMembers(writer.db, storage.tables)
    const territories = withPerimeters(geography, { members, changes })
    await replaceGeography(writer, storage.tables, { ...geography, territories })
    await writer.bulk(storage.tables.territoryChanges, rows)
    const back = held && geographyDifference({ ...geography, territories }, withoutPerimeters(held))
    const noted = { id: event, at, kind: 'territories-changed', person: personOf(actor) } as const
    if (back && !movesNothing(back)) await noteChange(storage.tables, writer, { ...noted, data: { back } })
    const before = held?.territories ?? []
    const after = [...territories, ...before.filter(({ level }) => level === 'perimeter')]
    const touching = touchedByVintage({ changes, before, after })
    if (changes.length > 0) await also?.(writer, { changes, touching, id })
  })
  return { vintage, changes }
}

// They stay as they are, whatever lies in them.
function withoutPerimeters({ territories, aliases }: StoredGeography): StoredGeography {
  return { territories: territories.filter(({ level }) => level !== 'perimeter'), aliases }
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
      for (const parent of member.parents) if (isPerimeter(parent)) held.add(parent)
    }
  }
  return territories.map((territory) => {
    const extra = perimetersOf.get(territory.key)
    return extra === undefined ? territory : { ...territory, parents: [...territory.parents, ...extra] }
  })
}
