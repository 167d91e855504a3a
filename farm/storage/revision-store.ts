import { desc, eq } from 'drizzle-orm'
import type { Revision } from '../../pipeline/model/entry.ts'
import type { Storage } from './storage.ts'

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
