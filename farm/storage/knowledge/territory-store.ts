import { asc, eq, gt, ne, or, sql } from 'drizzle-orm'
import { TERRITORY_LEVELS, type TerritoryLevel } from '../../../pipeline/model/field.ts'
import type { Territory, TerritoryKey } from '../../../pipeline/model/territory.ts'
import type { Database, Storage, Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'

/** A code or a name that now means another territory: merged, delegated or associated commune, municipal arrondissement. */
export interface TerritoryAlias {
  /** INSEE code it had; may be the code of the commune it became the name of. */
  readonly code: string
  /** Name it had; empty where only the code is known. */
  readonly name: string
  readonly key: TerritoryKey
}

/** A geography as it is stored: the nodes, and what leads to them. */
export interface StoredGeography {
  readonly territories: readonly Territory[]
  readonly aliases: readonly TerritoryAlias[]
}

const VINTAGE = 'territories-vintage'

/** Every territory and alias of the farm, in no particular order. */
export async function readGeography(storage: Storage): Promise<StoredGeography> {
  const { read, tables } = storage
  const [territories, aliases] = await Promise.all([
    readTerritories(storage),
    read.select().from(tables.territoryAliases),
  ])
  return { territories, aliases }
}

/** Every territory of the farm, perimeters among them, by key. */
export async function readTerritories(storage: Pick<Storage, 'read' | 'tables'>): Promise<readonly Territory[]> {
  const territories: Territory[] = []
  const share = sharer()
  for (let after = ''; ; ) {
    const rows = await territoriesAfter(storage, after)
    for (const row of rows) {
      territories.push(territoryOf({ ...row, parents: share(row.parents), postcodes: share(row.postcodes) }))
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < CHUNK) return territories
    after = last.key
  }
}

const CHUNK = 1_000

// A piece at a time: 37,000 rows at once would leave the process twice as large as what it keeps of them.
function territoriesAfter({ read, tables: { territories } }: Pick<Storage, 'read' | 'tables'>, after: string) {
  return read.select().from(territories).where(gt(territories.key, after)).orderBy(asc(territories.key)).limit(CHUNK)
}

function sharer(): (list: string[]) => string[] {
  const lists = new Map<string, string[]>()
  return (list) => lists.getOrInsert(list.join(), list)
}

/** The territories of one level, by name. */
export async function territoriesOfLevel(
  { read, tables: { territories } }: Pick<Storage, 'read' | 'tables'>,
  level: TerritoryLevel,
): Promise<readonly Territory[]> {
  const rows = await read.select().from(territories).where(eq(territories.level, level)).orderBy(asc(territories.name))
  return rows.map(territoryOf)
}

/** How many territories there are of one level. */
export async function countTerritories(
  { read, tables: { territories } }: Pick<Storage, 'read' | 'tables'>,
  level: TerritoryLevel,
): Promise<number> {
  const count = sql<number>`count(*)`.mapWith(Number)
  const [row] = await read.select({ count }).from(territories).where(eq(territories.level, level))
  return row?.count ?? 0
}

/** The territories of these keys; unknown keys are left out. Meant for tens of keys. */
export async function territoriesByKey(
  db: Database,
  { territories }: Tables,
  keys: readonly TerritoryKey[],
): Promise<Territory[]> {
  if (keys.length === 0) return []
  const asked = sql.join(
    keys.map((key) => sql`${key}`),
    sql`, `,
  )
  const rows = await db.select().from(territories).where(sql`${territories.key} in (${asked})`)
  return rows.map(territoryOf)
}

/** Year of the loaded Code officiel géographique, or null on a farm without geography. */
export async function heldVintage(storage: Storage): Promise<number | null> {
  const { meta } = storage.tables
  const rows = await storage.read.select().from(meta).where(eq(meta.key, VINTAGE))
  return rows[0] === undefined ? null : Number(rows[0].value)
}

/** Puts this geography in the place of the former one, perimeters aside; the caller gives members their perimeters. */
export async function replaceGeography(
  { db, bulk }: Writer,
  { territories, territoryAliases, meta }: Tables,
  { vintage, ...geography }: StoredGeography & { readonly vintage: number },
): Promise<void> {
  await db.delete(territoryAliases)
  await db.delete(territories).where(ne(territories.level, 'perimeter'))
  await bulk(territories, geography.territories.map(rowOf))
  await bulk(territoryAliases, geography.aliases)
  const value = String(vintage)
  await db.insert(meta).values({ key: VINTAGE, value }).onConflictDoUpdate({ target: meta.key, set: { value } })
}

/** Territories lying directly in a perimeter, or in any perimeter when none is named. */
export async function perimeterMembers(
  db: Database,
  { territories }: Tables,
  key?: TerritoryKey,
): Promise<Territory[]> {
  // JSON text reads the same on both databases, and a perimeter's code holds no sign that LIKE would interpret.
  const wanted = key === undefined ? '%"perimeter:%' : `%"${key}"%`
  const rows = await db.select().from(territories).where(sql`cast(${territories.parents} as text) like ${wanted}`)
  return rows.map(territoryOf)
}

/** Every perimeter, and every territory that lies directly in one. */
export async function perimetersAndMembers(db: Database, { territories }: Tables): Promise<Territory[]> {
  const lying = sql`cast(${territories.parents} as text) like '%"perimeter:%'`
  const rows = await db
    .select()
    .from(territories)
    .where(or(eq(territories.level, 'perimeter'), lying))
  return rows.map(territoryOf)
}

/** Creates the territory, or gives it this name and these parents. */
export async function putTerritory(db: Database, { territories }: Tables, territory: Territory): Promise<void> {
  const row = rowOf(territory)
  await db.insert(territories).values(row).onConflictDoUpdate({ target: territories.key, set: row })
}

/** Removes a territory that nothing lies in any more. */
export async function removeTerritory(db: Database, { territories }: Tables, key: TerritoryKey): Promise<void> {
  await db.delete(territories).where(eq(territories.key, key))
}

/** Changes what a territory lies in. */
export async function setParents(
  db: Database,
  { territories }: Tables,
  { key, parents }: { readonly key: TerritoryKey; readonly parents: readonly TerritoryKey[] },
): Promise<void> {
  await db
    .update(territories)
    .set({ parents: [...parents] })
    .where(eq(territories.key, key))
}

function territoryOf(row: Tables['territories']['$inferSelect']): Territory {
  return { ...row, level: levelOf(row.level) }
}

function levelOf(text: string): TerritoryLevel {
  const level = TERRITORY_LEVELS.find((known) => known === text)
  if (level === undefined) throw new Error(`unknown territory level in the database: ${text}`)
  return level
}

function rowOf(territory: Territory): Tables['territories']['$inferInsert'] {
  return { ...territory, parents: [...territory.parents], postcodes: [...territory.postcodes] }
}
