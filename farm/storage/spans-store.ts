import { asc, eq, inArray } from 'drizzle-orm'
import type { Span } from '../../pipeline/model/delivery.ts'
import type { Storage } from './storage.ts'

type Reading = Pick<Storage, 'read' | 'tables'>

/** Everything sections showed of an entry before, in order. */
export async function entrySpans({ read, tables: { spans } }: Reading, entry: number): Promise<readonly Span[]> {
  return read.select().from(spans).where(eq(spans.entry, entry)).orderBy(asc(spans.subscription), asc(spans.fromAt))
}

/** Numbers of these revisions within their entry. */
export async function numbersOf(
  { read, tables: { revisions } }: Reading,
  ids: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (ids.length === 0) return new Map()
  const rows = await read
    .select({ id: revisions.id, number: revisions.number })
    .from(revisions)
    .where(inArray(revisions.id, [...new Set(ids)]))
  return new Map(rows.map((row) => [row.id, row.number]))
}
