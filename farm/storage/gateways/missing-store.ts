import { and, asc, eq, gt, inArray, isNotNull, or } from 'drizzle-orm'
import { WAITING } from '../../../pipeline/model/entry.ts'
import type { Storage } from '../storage.ts'

type Reading = Pick<Storage, 'read' | 'tables'>

/** For how many runs in a row a source has not given an entry, and since when. */
export interface Missing {
  readonly runs: number
  readonly since: number
}

/** What shows, will, or waits for somebody's word of what a source gave, by number; `after` is the last one already seen. */
export async function presentOfSource(
  { read, tables: { entries } }: Reading,
  { source, after, limit }: { readonly source: number; readonly after: number; readonly limit: number },
): Promise<readonly { readonly id: number; readonly externalId: string | null }[]> {
  const present = or(isNotNull(entries.liveRevision), inArray(entries.state, [...WAITING]))
  return read
    .select({ id: entries.id, externalId: entries.externalId })
    .from(entries)
    .where(and(eq(entries.source, source), present, gt(entries.id, after)))
    .orderBy(asc(entries.id))
    .limit(limit)
}

/** What a source did not give in its last runs, by entry. */
export async function missingOf(
  { read, tables: { sourceMissing } }: Reading,
  source: number,
): Promise<ReadonlyMap<number, Missing>> {
  const rows = await read.select().from(sourceMissing).where(eq(sourceMissing.source, source))
  return new Map(rows.map(({ entry, runs, since }) => [entry, { runs, since }]))
}

/** Notes what a source did not give this time; what it gave again is forgotten. */
export async function noteMissing(
  storage: Pick<Storage, 'write' | 'tables'>,
  source: number,
  {
    before,
    missing,
  }: { readonly before: ReadonlyMap<number, Missing>; readonly missing: ReadonlyMap<number, Missing> },
): Promise<void> {
  const { sourceMissing } = storage.tables
  const back = [...before.keys()].filter((entry) => !missing.has(entry))
  if (missing.size === 0 && back.length === 0) return
  const rows = [...missing].map(([entry, { runs, since }]) => ({ source, entry, runs, since }))
  await storage.write(async ({ db, bulk }) => {
    await bulk(sourceMissing, rows, COUNTED)
    for (let i = 0; i < back.length; i += 500)
      await db
        .delete(sourceMissing)
        .where(and(eq(sourceMissing.source, source), inArray(sourceMissing.entry, back.slice(i, i + 500))))
  })
}

const COUNTED = 'on conflict (source, entry) do update set runs = excluded.runs'

/** Forgets that a source missed these entries: they are counted anew. */
export async function forgetMissing(
  { write, tables: { sourceMissing } }: Pick<Storage, 'write' | 'tables'>,
  entries: readonly number[],
): Promise<void> {
  if (entries.length === 0) return
  await write(async ({ db }) => void (await db.delete(sourceMissing).where(inArray(sourceMissing.entry, [...entries]))))
}
