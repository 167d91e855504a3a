import { and, eq, inArray } from 'drizzle-orm'
import type { Entry, Values } from '../../pipeline/model/entry.ts'
import type { Touch } from '../../pipeline/model/touch.ts'
import { touchOf } from '../storage/deliveries/touch-store.ts'
import { entryOf } from '../storage/entry-rows.ts'
import type { Storage } from '../storage/storage.ts'
import { onTouch } from './listed.ts'

/** An entry as one service of a site holds it: shown, with its values as written and what the site changed in them, once shown and gone since, or never there. */
export type EntryOnSite =
  | { readonly kind: 'live'; readonly entry: Entry; readonly values: Values; readonly touch?: Touch }
  | { readonly kind: 'gone'; readonly entry: Entry }
  | { readonly kind: 'unknown' }

/** Finds an entry in a service, in one statement. */
export async function entryOnSite(
  { read, tables }: Pick<Storage, 'read' | 'tables'>,
  id: number,
  subscriptions: readonly number[],
): Promise<EntryOnSite> {
  const { deliveries, entries, revisions, touches } = tables
  if (subscriptions.length === 0) return { kind: 'unknown' }
  const [row] = await read
    .select({ entry: entries, values: revisions.values, state: deliveries.state, touch: touches })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .innerJoin(revisions, eq(revisions.id, deliveries.revision))
    .leftJoin(touches, onTouch(tables))
    .where(and(eq(deliveries.entry, id), inArray(deliveries.subscription, [...subscriptions])))
  if (!row || row.state === 'pending') return { kind: 'unknown' }
  const entry = entryOf(row.entry)
  if (row.state !== 'live') return { kind: 'gone', entry }
  return { kind: 'live', entry, values: row.values, ...(row.touch ? { touch: touchOf(row.touch) } : {}) }
}
