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

/** Keeps a view; one of the same maker and number is written over. */
export async function putView({ write, tables: { savedViews } }: Writing, view: SavedView): Promise<void> {
  const { id: _, person: __, ...set } = view
  await write(async ({ db }) => {
    await db.insert(savedViews).values(view).onConflictDoUpdate({ target: savedViews.id, set })
  })
}

/** Takes a view away. */
export async function dropView({ write, tables: { savedViews } }: Writing, id: number): Promise<void> {
  await write(async ({ db }) => void (await db.delete(savedViews).where(eq(savedViews.id, id))))
}
