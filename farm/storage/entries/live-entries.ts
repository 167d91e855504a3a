import { and, asc, desc, eq, gt, inArray } from 'drizzle-orm'
import type { Delivery } from '../../../pipeline/model/delivery.ts'
import type { Entry, Values } from '../../../pipeline/model/entry.ts'
import type { RoutedEntry } from '../../../pipeline/routing/route.ts'
import { amongNumbers } from '../among.ts'
import { touchesOf, withTouches } from '../deliveries/touch-store.ts'
import { deliveryOf } from '../entry-rows.ts'
import type { Storage } from '../storage.ts'

/** A published entry with its live values and where it stands among the asked subscriptions. */
export interface LiveEntry {
  readonly entry: Entry
  readonly values: Values
  readonly current: readonly Delivery[]
}

/** The next published entries of these kinds after that number, with what they say. */
export async function liveValuesAfter(
  { read, tables: { entries, revisions } }: Pick<Storage, 'read' | 'tables'>,
  asked: { readonly serviceTypes: readonly string[]; readonly after: number; readonly limit: number },
): Promise<readonly { readonly entry: Pick<Entry, 'id' | 'serviceType'>; readonly values: Values }[]> {
  return read
    .select({ entry: { id: entries.id, serviceType: entries.serviceType }, values: revisions.values })
    .from(entries)
    .innerJoin(revisions, eq(revisions.id, entries.liveRevision))
    .where(
      and(
        eq(entries.state, 'published'),
        inArray(entries.serviceType, [...asked.serviceTypes]),
        gt(entries.id, asked.after),
      ),
    )
    .orderBy(asc(entries.id))
    .limit(asked.limit)
}

/** A published entry as far as routing it again needs it. */
export interface RoutableEntry extends Omit<LiveEntry, 'entry'> {
  readonly entry: RoutedEntry & Pick<Entry, 'version' | 'title' | 'organisation' | 'language' | 'publishedAt'>
}

/** Those of these entries that are published, newest first, with their deliveries to these subscriptions; null for all of them. */
export async function liveEntriesIn(
  storage: Pick<Storage, 'read' | 'tables' | 'dialect'>,
  { ids, subscriptions }: { readonly ids: readonly number[]; readonly subscriptions: readonly number[] | null },
): Promise<readonly RoutableEntry[]> {
  const { read, tables, dialect } = storage
  const { deliveries } = tables
  if (ids.length === 0) return []
  const ofThem = subscriptions === null ? undefined : inArray(deliveries.subscription, [...subscriptions])
  const [live, touches, known] = await Promise.all([
    routableEntries(storage, ids),
    touchesOf(storage, { entries: ids, ...(subscriptions ? { subscriptions } : {}) }),
    read
      .select()
      .from(deliveries)
      .where(and(amongNumbers(dialect, deliveries.entry, ids), ofThem)),
  ])
  const byEntry = Map.groupBy(withTouches(known.map(deliveryOf), touches), (delivery) => delivery.entry)
  return live
    .filter(({ state }) => state === 'published')
    .map(({ values, ...entry }) => ({ entry, values, current: byEntry.get(entry.id) ?? [] }))
}

// Hundreds of thousands are read this way: half of their columns would be read for nothing.
function routableEntries(
  { read, tables, dialect }: Pick<Storage, 'read' | 'tables' | 'dialect'>,
  ids: readonly number[],
) {
  const { entries, revisions } = tables
  const { id, version, state, title, serviceType, organisation, language } = entries
  const { publishedAt, sortAt, liveRevision, workingRevision } = entries
  return read
    .select({
      ...{ id, version, state, title, serviceType, organisation, language },
      ...{ publishedAt, sortAt, liveRevision, workingRevision, values: revisions.values },
    })
    .from(entries)
    .innerJoin(revisions, eq(revisions.id, entries.liveRevision))
    .where(amongNumbers(dialect, entries.id, ids))
    .orderBy(desc(entries.id))
}
