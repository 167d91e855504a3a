import { and, eq, like, sql } from 'drizzle-orm'
import type { TerritoryKey } from '../../../pipeline/model/territory.ts'
import { among } from '../among.ts'
import type { Storage } from '../storage.ts'

/** How many published entries are about each of these territories, what lies in them included. */
export async function entriesAbout(
  { read, tables: { entries, entryTerms }, dialect }: Pick<Storage, 'read' | 'tables' | 'dialect'>,
  keys: readonly TerritoryKey[],
): Promise<ReadonlyMap<TerritoryKey, number>> {
  if (keys.length === 0) return new Map()
  const count = sql<number>`count(*)`.mapWith(Number)
  // Written so that no index answers it: one walk over the terms, where each key asked of each entry would take twenty times as long.
  const isPublished = sql`(${entries.state} || '') = 'published'`
  const rows = await read
    .select({ term: entryTerms.term, count })
    .from(entryTerms)
    .innerJoin(entries, eq(entries.id, entryTerms.entry))
    .where(and(isPublished, among(dialect, sql`(${entryTerms.term} || '')`, keys)))
    .groupBy(entryTerms.term)
  return new Map(rows.map((row) => [row.term, row.count]))
}

/** How many published entries name that very territory, not only something in it. */
export async function entriesHolding(
  { read, tables: { entries, entryTerms, revisions } }: Pick<Storage, 'read' | 'tables'>,
  key: TerritoryKey,
): Promise<number> {
  const [row] = await read
    .select({ count: sql<number>`count(*)`.mapWith(Number) })
    .from(entryTerms)
    .innerJoin(entries, eq(entries.id, entryTerms.entry))
    .innerJoin(revisions, eq(revisions.id, entries.liveRevision))
    .where(
      and(
        eq(entryTerms.term, key),
        eq(entries.state, 'published'),
        // Keys hold no sign that LIKE would interpret.
        like(sql`cast(${revisions.values} as text)`, `%"${key}"%`),
      ),
    )
  return row?.count ?? 0
}
