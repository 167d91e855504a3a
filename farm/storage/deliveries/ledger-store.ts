import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { FeedRead } from '../../../pipeline/model/ledger.ts'
import type { Storage } from '../storage.ts'

type Reading = Pick<Storage, 'read' | 'tables' | 'dialect'>

/** Who reads the feeds and exports of these sections. */
export async function feedReadsOf(
  { read, tables: { feedReads } }: Reading,
  subscriptions: readonly number[],
): Promise<readonly FeedRead[]> {
  if (subscriptions.length === 0) return []
  return read
    .select()
    .from(feedReads)
    .where(inArray(feedReads.subscription, [...subscriptions]))
    .orderBy(asc(feedReads.subscription), asc(feedReads.format), asc(feedReads.reader))
}

/** Who read this very entry by itself, in whatever section. */
export async function entryReadsOf(
  { read, tables: { entryReads } }: Reading,
  entry: number,
): Promise<readonly FeedRead[]> {
  const rows = await read
    .select()
    .from(entryReads)
    .where(eq(entryReads.entry, entry))
    .orderBy(asc(entryReads.subscription), asc(entryReads.reader))
  return rows.map((row) => ({ ...row, format: ONE_ENTRY }))
}

/** What the ledger calls reading one entry by itself through the API, where a list is `api`. */
export const ONE_ENTRY = 'api-entry'

/** Adds reads of single entries to those known. */
export async function putEntryReads(
  { write, tables: { entryReads } }: Pick<Storage, 'write' | 'tables'>,
  reads: readonly (FeedRead & { readonly entry: number })[],
): Promise<void> {
  if (reads.length === 0) return
  await write((writer) =>
    writer.bulk(
      entryReads,
      reads.map(({ format: _, ...read }) => read),
      `on conflict (entry, subscription, reader) do update set
        last_at = excluded.last_at, count = entry_reads.count + excluded.count`,
    ),
  )
}

/** What readers beyond the most a feed remembers are called together. */
export const OTHER_READERS = 'other'

const MOST_READERS = 200

/** Adds reads of feeds to those known; a feed with two hundred readers counts further ones as `OTHER_READERS`. */
export async function putFeedReads(storage: Storage, reads: readonly FeedRead[]): Promise<void> {
  if (reads.length === 0) return
  const bounded = await boundReaders(storage, reads)
  await storage.write((writer) => writer.bulk(storage.tables.feedReads, bounded, ADDED))
}

const ADDED = `on conflict (subscription, format, reader) do update set
  first_at = case when excluded.first_at < feed_reads.first_at then excluded.first_at else feed_reads.first_at end,
  last_at = case when excluded.last_at > feed_reads.last_at then excluded.last_at else feed_reads.last_at end,
  count = feed_reads.count + excluded.count` as const

async function boundReaders(storage: Storage, reads: readonly FeedRead[]): Promise<readonly FeedRead[]> {
  const known = await feedReadsOf(storage, [...new Set(reads.map((one) => one.subscription))])
  const readers = new Set(known.map(readerOf))
  const totals = new Map([...Map.groupBy(known, feedOf)].map(([feed, same]) => [feed, same.length]))
  return merged(
    reads.map((one) => {
      const total = totals.get(feedOf(one)) ?? 0
      if (readers.has(readerOf(one))) return one
      if (total >= MOST_READERS) return { ...one, reader: OTHER_READERS }
      readers.add(readerOf(one))
      totals.set(feedOf(one), total + 1)
      return one
    }),
  )
}

function feedOf({ subscription, format }: Pick<FeedRead, 'subscription' | 'format'>): string {
  return `${subscription} ${format}`
}

function readerOf(read: FeedRead): string {
  return `${feedOf(read)} ${read.reader}`
}

// One statement may not touch a row twice.
function merged(reads: readonly FeedRead[]): readonly FeedRead[] {
  return [...Map.groupBy(reads, readerOf).values()].flatMap((same) => {
    const [first] = same
    if (!first) return []
    return {
      ...first,
      firstAt: Math.min(...same.map((one) => one.firstAt)),
      lastAt: Math.max(...same.map((one) => one.lastAt)),
      count: same.reduce((sum, one) => sum + one.count, 0),
    }
  })
}

/** Whether the search index holds an entry. */
export async function isSearchable({ read, dialect }: Reading, entry: number): Promise<boolean> {
  const key = dialect === 'sqlite' ? sql`rowid` : sql`entry`
  const rows = await read
    .select({ held: sql<number>`1` })
    .from(sql`entry_search`)
    .where(sql`${key} = ${entry}`)
    .limit(1)
  return rows.length > 0
}
