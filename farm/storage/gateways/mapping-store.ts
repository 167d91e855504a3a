import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Mapping } from '../../../pipeline/intake/mapping/mapping.ts'
import { readMapping } from '../../../pipeline/intake/mapping/read-mapping.ts'
import type { Storage } from '../storage.ts'

/** A mapping kept under a name, of one organisation. */
export interface SavedMapping {
  readonly id: number
  readonly organisation: string
  readonly serviceType: string
  readonly name: string
  readonly mapping: Mapping
  /** Counts the changes: whoever saves says which one they started from. */
  readonly version: number
  readonly person: number | null
  readonly createdAt: number
  readonly updatedAt: number
}

type Reading = Pick<Storage, 'read' | 'tables'>
type Writing = Pick<Storage, 'write' | 'tables'>

/** One mapping. */
export async function savedMapping({ read, tables }: Reading, id: number): Promise<SavedMapping | undefined> {
  const [row] = await read.select().from(tables.mappings).where(eq(tables.mappings.id, id))
  return row && savedOf(row)
}

/** Mappings of these organisations, by name. */
export async function savedMappings(
  { read, tables: { mappings } }: Reading,
  organisations: readonly string[],
): Promise<readonly SavedMapping[]> {
  if (organisations.length === 0) return []
  const rows = await read
    .select()
    .from(mappings)
    .where(inArray(mappings.organisation, [...organisations]))
    .orderBy(asc(mappings.name), asc(mappings.id))
  return rows.map(savedOf)
}

/** Names of the sources that read by each of these mappings. */
export async function sourcesMappedBy(
  { read, tables: { sources } }: Reading,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  if (ids.length === 0) return new Map()
  const rows = await read
    .select({ mapping: sources.mapping, name: sources.name })
    .from(sources)
    .where(inArray(sources.mapping, [...ids]))
    .orderBy(asc(sources.name))
  const grouped = Map.groupBy(rows, ({ mapping }) => mapping ?? 0)
  return new Map([...grouped].map(([id, found]) => [id, found.map(({ name }) => name)]))
}

/** Adds a mapping. */
export async function addMapping({ write, tables }: Writing, { mapping, ...saved }: SavedMapping): Promise<void> {
  await write(({ bulk }) => bulk(tables.mappings, [{ ...saved, rules: { ...mapping } }]))
}

/** Changes a mapping that still has the expected version; false when somebody changed it meanwhile. */
export async function changeMapping(
  { write, tables: { mappings } }: Writing,
  { mapping, id, ...saved }: SavedMapping,
  expected: number,
): Promise<boolean> {
  return write(async ({ db }) => {
    const changed = await db
      .update(mappings)
      .set({ ...saved, rules: { ...mapping } })
      .where(and(eq(mappings.id, id), eq(mappings.version, expected)))
      .returning({ id: mappings.id })
    return changed.length > 0
  })
}

/** Takes a mapping away. */
export async function dropMapping({ write, tables: { mappings } }: Writing, id: number): Promise<void> {
  await write(async ({ db }) => {
    await db.delete(mappings).where(eq(mappings.id, id))
  })
}

const NOTHING: Mapping = { reading: {}, identity: [], fields: {} }

// What an older farm wrote and this one cannot read any more maps nothing, and says so when it is used.
function savedOf({ rules, ...row }: Reading['tables']['mappings']['$inferSelect']): SavedMapping {
  const read = readMapping(rules, row.name)
  return { ...row, mapping: read.ok ? read.value : NOTHING }
}
