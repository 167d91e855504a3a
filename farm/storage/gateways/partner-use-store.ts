import { and, asc, eq, gte, inArray, lt } from 'drizzle-orm'
import type { Storage } from '../storage.ts'

/** How often a key asked for what on a day (`2026-11-22`, in Paris). */
export interface PartnerUse {
  readonly key: number
  readonly day: string
  /** Name of the operation: `listEntries`. */
  readonly what: string
  readonly count: number
}

/** Adds to what keys used, and notes when each was last used. */
export async function addUse(
  { write, tables }: Pick<Storage, 'write' | 'tables'>,
  used: readonly PartnerUse[],
  lastUsed: ReadonlyMap<number, number>,
): Promise<void> {
  const { partnerKeys, partnerUse } = tables
  await write(async ({ bulk, db }) => {
    await bulk(
      partnerUse,
      used,
      'on conflict (key, day, what) do update set count = partner_use.count + excluded.count',
    )
    for (const [key, lastUsedAt] of lastUsed)
      await db.update(partnerKeys).set({ lastUsedAt }).where(eq(partnerKeys.id, key))
  })
}

/** What keys used since a day, by day. */
export async function usesOf(
  { read, tables: { partnerUse } }: Pick<Storage, 'read' | 'tables'>,
  { keys, since }: { readonly keys: readonly number[]; readonly since: string },
): Promise<readonly PartnerUse[]> {
  if (keys.length === 0) return []
  return read
    .select()
    .from(partnerUse)
    .where(and(inArray(partnerUse.key, [...keys]), gte(partnerUse.day, since)))
    .orderBy(asc(partnerUse.day), asc(partnerUse.key), asc(partnerUse.what))
}

/** Forgets answers kept for who repeats a request, and use of long ago. */
export async function forgetOld(
  { write, tables }: Pick<Storage, 'write' | 'tables'>,
  { answersBefore, useBefore }: { readonly answersBefore: number; readonly useBefore: string },
): Promise<void> {
  const { onceAnswers, partnerUse } = tables
  await write(async ({ db }) => {
    await db.delete(onceAnswers).where(lt(onceAnswers.at, answersBefore))
    await db.delete(partnerUse).where(lt(partnerUse.day, useBefore))
  })
}
