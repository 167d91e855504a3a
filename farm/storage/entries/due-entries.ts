import { and, asc, eq, gt, lte } from 'drizzle-orm'
import type { Entry } from '../../../pipeline/model/entry.ts'
import { entryOf } from '../entry-rows.ts'
import type { Storage } from '../storage.ts'

/** A page of due entries: those after a number, so that one which cannot move never holds back the others. */
export interface DuePage {
  readonly now: number
  readonly after: number
  readonly limit: number
}

type Reading = Pick<Storage, 'read' | 'tables'>

/** Scheduled entries whose day has come. */
export function dueForRelease(storage: Reading, { now, after, limit }: DuePage): Promise<readonly Entry[]> {
  const { entries } = storage.tables
  const due = and(eq(entries.state, 'scheduled'), lte(entries.validFrom, now), gt(entries.id, after))
  return page(storage, due, limit)
}

/** Published entries whose time is over. */
export function dueForExpiry(storage: Reading, { now, after, limit }: DuePage): Promise<readonly Entry[]> {
  const { entries } = storage.tables
  const due = and(eq(entries.state, 'published'), lte(entries.validUntil, now), gt(entries.id, after))
  return page(storage, due, limit)
}

async function page(
  { read, tables: { entries } }: Reading,
  due: ReturnType<typeof and>,
  limit: number,
): Promise<readonly Entry[]> {
  return (await read.select().from(entries).where(due).orderBy(asc(entries.id)).limit(limit)).map(entryOf)
}
