import { and, desc, eq, gte, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Entry } from '../../../pipeline/model/entry.ts'
import { entryOf } from '../entry-rows.ts'
import type { Storage } from '../storage.ts'
import { type CoverageScope, inScope, isImported } from './coverage-store.ts'

type Reading = Pick<Storage, 'read' | 'tables' | 'dialect'>

/** What stands behind a figure. */
export interface CoverageList {
  readonly scope: CoverageScope
  /** Themes and territories that must all hold, as terms. */
  readonly terms: readonly string[]
  /** Instant the entries were published at or after. */
  readonly since?: number | undefined
  /** Only what sources or files brought. */
  readonly imported?: boolean | undefined
  readonly limit: number
  /** The last row already seen. */
  readonly after?: { readonly publishedAt: number; readonly entry: number } | undefined
}

/** The entries behind a figure, last published first. */
export async function coverageEntries(reading: Reading, list: CoverageList): Promise<readonly Entry[]> {
  const { entries } = reading.tables
  const { after } = list
  const rows = await reading.read
    .select()
    .from(entries)
    .where(
      and(
        behind(reading, list),
        after &&
          or(
            lt(entries.publishedAt, after.publishedAt),
            and(eq(entries.publishedAt, after.publishedAt), lt(entries.id, after.entry)),
          ),
      ),
    )
    .orderBy(desc(entries.publishedAt), desc(entries.id))
    .limit(list.limit)
  return rows.map(entryOf)
}

/** How many entries stand behind a figure. */
export async function countCoverageEntries(
  reading: Reading,
  list: Omit<CoverageList, 'limit' | 'after'>,
): Promise<number> {
  const [row] = await reading.read
    .select({ total: sql<number>`count(*)`.mapWith(Number) })
    .from(reading.tables.entries)
    .where(behind(reading, list))
  return row?.total ?? 0
}

function behind(
  reading: Reading,
  { scope, terms, since, imported }: Omit<CoverageList, 'limit' | 'after'>,
): SQL | undefined {
  const { entries, entryTerms } = reading.tables
  const holds = (term: string) =>
    sql`exists (select 1 from ${entryTerms} where ${entryTerms.entry} = ${entries.id} and ${entryTerms.term} = ${term})`
  return and(
    inScope(reading, { scope }),
    since === undefined ? undefined : gte(entries.publishedAt, since),
    imported ? isImported(reading) : undefined,
    ...terms.map(holds),
  )
}
