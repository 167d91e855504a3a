import { and, asc, count, eq, gt, gte, inArray, lt, lte, max, notLike, sql } from 'drizzle-orm'
import type { Entry, Values } from '../../../pipeline/model/entry.ts'
import { among, amongNumbers } from '../among.ts'
import { entryOf } from '../entry-rows.ts'
import { readMeta, writeMeta } from '../network/network-store.ts'
import type { Storage, Writer } from '../storage.ts'

type Reading = Pick<Storage, 'read' | 'tables' | 'dialect'>

/** How far comparing entries has come. */
export interface LikenessStand {
  /** Every event up to this number was looked at. */
  readonly event: number
  /** A walk over all entries that is under way: everything up to this number is done. Null where none is. */
  readonly walked: number | null
  /** When the last such walk began. */
  readonly walkedAt: number
}

const KEY = 'likeness'
// A key of this entry says that too many share it to compare them all.
const TOO_COMMON = 0

/** Reads how far comparing has come; before the first time, a walk over everything is due. */
export async function readStand(storage: Pick<Storage, 'read' | 'tables'>): Promise<LikenessStand> {
  const said = await readMeta(storage, KEY)
  const { event = 0, walked = 0, walkedAt = 0 }: Partial<LikenessStand> = said === null ? {} : JSON.parse(said)
  return { event, walked, walkedAt }
}

/** Writes it, within the transaction of what was compared. */
export async function writeStand(
  storage: Pick<Storage, 'tables'>,
  writer: Writer,
  stand: LikenessStand,
): Promise<void> {
  await writeMeta(storage, writer, { key: KEY, value: JSON.stringify(stand) })
}

/** Number of the newest event. */
export async function newestEvent({ read, tables: { events } }: Pick<Storage, 'read' | 'tables'>): Promise<number> {
  const [row] = await read.select({ newest: max(events.id) }).from(events)
  return Number(row?.newest ?? 0)
}

/** Entries something happened to after that event, and the last event looked at. */
export async function entriesMovedAfter(
  { read, tables: { events } }: Pick<Storage, 'read' | 'tables'>,
  after: number,
  limit: number,
): Promise<{ readonly ids: readonly number[]; readonly event: number }> {
  const rows = await read
    .select({ id: events.id, entry: events.entry })
    .from(events)
    .where(gt(events.id, after))
    .orderBy(asc(events.id))
    .limit(limit)
  const ids = rows.flatMap(({ entry }) => (entry === null ? [] : [entry]))
  return { ids: [...new Set(ids)], event: rows.at(-1)?.id ?? after }
}

/** The next entries after that number. */
export async function entriesAfter(
  { read, tables: { entries } }: Pick<Storage, 'read' | 'tables'>,
  after: number,
  limit: number,
): Promise<readonly number[]> {
  const rows = await read
    .select({ id: entries.id })
    .from(entries)
    .where(gt(entries.id, after))
    .orderBy(asc(entries.id))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** Entries with the values people work on. */
export async function workingEntries(
  { read, tables: { entries, revisions }, dialect }: Reading,
  ids: readonly number[],
): Promise<readonly { readonly entry: Entry; readonly values: Values }[]> {
  if (ids.length === 0) return []
  const rows = await read
    .select({ entry: entries, values: revisions.values })
    .from(entries)
    .innerJoin(revisions, eq(revisions.id, entries.workingRevision))
    .where(amongNumbers(dialect, entries.id, ids))
  return rows.map(({ entry, values }) => ({ entry: entryOf(entry), values }))
}

/** Version each entry had when it was last compared, of those that were by these rules. */
export async function comparedVersions(
  { read, tables: { likeness }, dialect }: Reading,
  ids: readonly number[],
  prefix: string,
): Promise<ReadonlyMap<number, number>> {
  if (ids.length === 0) return new Map()
  const marked = and(gte(likeness.key, prefix), lt(likeness.key, `${prefix}~`))
  const rows = await read
    .select()
    .from(likeness)
    .where(and(amongNumbers(dialect, likeness.entry, ids), marked))
  return new Map(rows.map(({ entry, key }) => [entry, Number(key.slice(prefix.length))]))
}

/** Entries that share keys: those of each key, and the keys that too many share, which are left aside. */
export interface Sharing {
  readonly byKey: ReadonlyMap<string, readonly number[]>
  /** Found to be too common just now; others were before. */
  readonly common: readonly string[]
}

/** Finds who shares these keys; a key of more than so many entries is left aside. */
export async function sharing(
  { read, tables: { likeness }, dialect }: Reading,
  keys: readonly string[],
  most: number,
): Promise<Sharing> {
  if (keys.length === 0) return { byKey: new Map(), common: [] }
  const known = await read
    .select({ key: likeness.key })
    .from(likeness)
    .where(and(eq(likeness.entry, TOO_COMMON), among(dialect, likeness.key, keys)))
  const left = new Set(keys)
  for (const { key } of known) left.delete(key)
  const counted = await read
    .select({ key: likeness.key, total: count() })
    .from(likeness)
    .where(among(dialect, likeness.key, [...left]))
    .groupBy(likeness.key)
  const common = counted.filter(({ total }) => total > most).map(({ key }) => key)
  for (const key of common) left.delete(key)
  const rows = await read
    .select()
    .from(likeness)
    .where(among(dialect, likeness.key, [...left]))
  const byKey = Map.groupBy(rows, ({ key }) => key)
  return { byKey: new Map([...byKey].map(([key, list]) => [key, list.map(({ entry }) => entry)])), common }
}

/** How many keys are left aside because too many entries share them. */
export async function countCommonKeys({
  read,
  tables: { likeness },
}: Pick<Storage, 'read' | 'tables'>): Promise<number> {
  const [row] = await read.select({ total: count() }).from(likeness).where(eq(likeness.entry, TOO_COMMON))
  return row?.total ?? 0
}

/** Keys of entries, in place of those they had. */
export async function replaceKeys(
  { tables: { likeness }, dialect }: Pick<Storage, 'tables' | 'dialect'>,
  { db, bulk }: Writer,
  put: {
    readonly entries: readonly number[]
    readonly keys: readonly { entry: number; key: string }[]
    readonly common: readonly string[]
  },
): Promise<void> {
  const former = and(amongNumbers(dialect, likeness.entry, put.entries), notLike(likeness.key, 'i%'))
  await db.delete(likeness).where(former)
  // Of a key too many share, the rows are of no more use.
  if (put.common.length > 0) await db.delete(likeness).where(inArray(likeness.key, [...put.common]))
  const marks = put.common.map((key) => ({ entry: TOO_COMMON, key }))
  await bulk(likeness, [...put.keys, ...marks], 'keep')
}

/** Where some of these entries were told from others or to be the same as others, who is known by the same lasting keys as they are. */
export async function holdersOf(
  { read, tables: { likeness }, dialect }: Reading,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  if (keys.length === 0) return new Map()
  const rows = await read
    .select()
    .from(likeness)
    .where(among(dialect, likeness.key, keys))
  return new Map([...Map.groupBy(rows, ({ key }) => key)].map(([key, list]) => [key, list.map(({ entry }) => entry)]))
}

/** Whether the queue has work in hand that people wait for. */
export async function isBusy(
  { read, tables: { jobs } }: Pick<Storage, 'read' | 'tables'>,
  now: number,
): Promise<boolean> {
  const waitedFor = inArray(jobs.kind, ['import', 'undo', 'reroute', 'harvest'])
  const [row] = await read
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(waitedFor, sql`${jobs.endedAt} is null`, lte(jobs.runAt, now)))
    .limit(1)
  return row !== undefined
}
