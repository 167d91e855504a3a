import { desc, eq, inArray } from 'drizzle-orm'
import type { Revision, Values } from '../../../pipeline/model/entry.ts'
import type { Storage } from '../storage.ts'

/** A revision without its values. */
export type RevisionHead = Omit<Revision, 'values'>

/** Revisions of an entry, newest first, the last two hundred of them. */
export async function entryRevisions(
  { read, tables: { revisions } }: Pick<Storage, 'read' | 'tables'>,
  entry: number,
): Promise<readonly RevisionHead[]> {
  const { id, number, author, createdAt } = revisions
  return read
    .select({ id, entry: revisions.entry, number, author, createdAt })
    .from(revisions)
    .where(eq(revisions.entry, entry))
    .orderBy(desc(number))
    .limit(200)
}

/** Values of several revisions at once. */
export async function revisionValues(
  { read, tables: { revisions } }: Pick<Storage, 'read' | 'tables'>,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Values>> {
  if (ids.length === 0) return new Map()
  const { id, values } = revisions
  const rows = await read
    .select({ id, values })
    .from(revisions)
    .where(inArray(id, [...ids]))
  return new Map(rows.map((row) => [row.id, row.values]))
}
