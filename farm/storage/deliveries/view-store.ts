import { asc, eq, inArray, or } from 'drizzle-orm'
import type { Storage } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'

/** A list of the desk with its filters, kept under a name: its maker's alone, or seen by the people of a body. */
export type SavedView = Tables['savedViews']['$inferSelect']

type Reading = Pick<Storage, 'read' | 'tables'>
type Writing = Pick<Storage, 'write' | 'tables'>

/** One view. */
export async function readView({ read, tables: { savedViews } }: Reading, id: number): Promise<SavedView | undefined> {
  const [row] = await read.select().from(savedViews).where(eq(savedViews.id, id))
  return row
}

/** The views of a person and those shared in these organisations, by name. */
export async function listViews(
  { read, tables: { savedViews } }: Reading,
  { person, organisations }: { readonly person: number; readonly organisations: readonly string[] },
): Promise<readonly SavedView[]> {
  const shared = organisations.length === 0 ? undefined : inArray(savedViews.organisation, [...organisations])
  return read
    .select()
    .from(savedViews)
    .where(or(eq(savedViews.person, person), shared))
    .orderBy(asc(savedViews.name), asc(savedViews.id))
}

/** Filters a view had before, and until when (ms). */
export interface FormerFilters {
  readonly query: string
  readonly until: number
}

/** Keeps a view; one of the same maker and number is written over, with what is given of the filters it had before. */
export async function putView(
  { write, tables: { savedViews, meta } }: Writing,
  view: SavedView,
  former: readonly FormerFilters[] = [],
): Promise<void> {
  const { id: _, person: __, ...set } = view
  const [key, value] = [formerKey(view.id), JSON.stringify(former)]
  await write(async ({ db }) => {
    await db.insert(savedViews).values(view).onConflictDoUpdate({ target: savedViews.id, set })
    if (former.length > 0)
      await db.insert(meta).values({ key, value }).onConflictDoUpdate({ target: meta.key, set: { value } })
  })
}

/** The filters a view had before, the first ones first. */
export async function formerFilters(
  { read, tables: { meta } }: Reading,
  id: number,
): Promise<readonly FormerFilters[]> {
  const [row] = await read
    .select()
    .from(meta)
    .where(eq(meta.key, formerKey(id)))
  const kept: unknown = row ? JSON.parse(row.value) : []
  return Array.isArray(kept) ? kept.filter(isFormer) : []
}

/** Takes a view away. */
export async function dropView({ write, tables: { savedViews, meta } }: Writing, id: number): Promise<void> {
  await write(async ({ db }) => {
    await db.delete(savedViews).where(eq(savedViews.id, id))
    await db.delete(meta).where(eq(meta.key, formerKey(id)))
  })
}

function formerKey(id: number): string {
  return `former-filters:${id}`
}

function isFormer(value: unknown): value is FormerFilters {
  const { query, until } = Object(value)
  return typeof query === 'string' && typeof until === 'number'
}
