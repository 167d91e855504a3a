import { and, desc, eq, lt } from 'drizzle-orm'
import type { Problem } from '../../../pipeline/model/problem.ts'
import type { Storage, Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'

/** One request to a source, or one message of its hub, and what came of it. */
export interface Exchange {
  readonly source: number
  readonly at: number
  readonly ms: number
  readonly url: string
  /** Null where nobody answered. */
  readonly status: number | null
  /** Of the body, once decompressed. */
  readonly bytes: number
  /** `imported`, `empty`, `not-modified`, `redirected`, `quarantined`, `failed`, `moved`, `released`, and those of WebSub. */
  readonly outcome: string
  readonly batch: number | null
  readonly problem: Problem | null
}

/** How many exchanges of a source are kept. */
export const KEPT_EXCHANGES = 200

/** Writes exchanges, and forgets the oldest of their sources beyond those that are kept. */
export async function putExchanges(
  { sourceExchanges }: Tables,
  { bulk, db }: Writer,
  exchanges: readonly (Exchange & { readonly id: number })[],
): Promise<void> {
  if (exchanges.length === 0) return
  await bulk(sourceExchanges, exchanges)
  for (const source of new Set(exchanges.map((one) => one.source))) {
    const [oldest] = await db
      .select({ at: sourceExchanges.at })
      .from(sourceExchanges)
      .where(eq(sourceExchanges.source, source))
      .orderBy(desc(sourceExchanges.at))
      .limit(1)
      .offset(KEPT_EXCHANGES - 1)
    const gone = oldest && and(eq(sourceExchanges.source, source), lt(sourceExchanges.at, oldest.at))
    if (gone) await db.delete(sourceExchanges).where(gone)
  }
}

/** The last exchanges of a source, newest first. */
export async function listExchanges(
  { read, tables: { sourceExchanges } }: Pick<Storage, 'read' | 'tables'>,
  { source, limit }: { readonly source: number; readonly limit: number },
): Promise<readonly (Exchange & { readonly id: number })[]> {
  return read
    .select()
    .from(sourceExchanges)
    .where(eq(sourceExchanges.source, source))
    .orderBy(desc(sourceExchanges.at), desc(sourceExchanges.id))
    .limit(limit)
}
