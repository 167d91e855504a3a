import { and, eq, inArray } from 'drizzle-orm'
import type { Entry, Values } from '../../pipeline/model/entry.ts'
import { entryOf } from '../storage/entry-rows.ts'
import type { Storage } from '../storage/storage.ts'

/** An entry as one service of a site holds it: shown, once shown and gone since, or never there. */
export type EntryOnSite =
  | { readonly kind: 'live'; readonly entry: Entry; readonly values: Values }
  | { readonly kind: 'gone'; readonly entry: Entry }
  | { readonly kind: 'unknown' }

/** Finds an entry in a service, in one statement. */
export async function entryOnSite(
  { read, tables }: Pick<Storage, 'read' | 'tables'>,
  id: number,
  subscriptions: readonly number[],
): Promise<EntryOnSite> {
  const { deliveries, entries, revisions } = tables
  if (subscriptions.length === 0) return { kind: 'unknown' }
  const [row] = await read
    .select({ entry: entries, values: revisions.values, state: deliveries.state })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .innerJoin(revisions, eq(revisions.id, deliveries.revision))
    .where(and(eq(deliveries.entry, id), inArray(deliveries.subscription, [...subscriptions])))
  if (!row || row.state === 'pending') return { kind: 'unknown' }
  const entry = entryOf(row.entry)
  return row.state === 'live' ? { kind: 'live', entry, values: row.values } : { kind: 'gone', entry }
}
