import { and, asc, eq, inArray, or, sql } from 'drizzle-orm'
import type { Storage } from '../storage/storage.ts'
import type { Listed } from './listed.ts'
import { type ListedRow, listedOf, onTouch } from './listed.ts'

/** An entry that came to a section, changed in it, or left it (then without `listed`). */
export interface SectionChange {
  readonly entry: number
  /** Instant in milliseconds. */
  readonly at: number
  readonly listed?: Listed
}

/** The section asked about and since when; `after` is the last change already told. */
export interface AskedSince {
  readonly subscription: number
  /** Instant in milliseconds. */
  readonly since: number
  readonly after?: Pick<SectionChange, 'at' | 'entry'> | undefined
  readonly limit: number
}

/** What changed in a section since an instant, oldest first; nothing is told of what never showed there. */
export async function changedSince(
  { read, tables }: Pick<Storage, 'read' | 'tables'>,
  asked: AskedSince,
): Promise<{ readonly changes: readonly SectionChange[]; readonly more: boolean }> {
  const { deliveries, entries, revisions, touches, spans } = tables
  // A site that says something else of an entry changes it too.
  const at = sql<number>`case when ${touches.at} > ${deliveries.updatedAt} then ${touches.at} else ${deliveries.updatedAt} end`
  const shownOnce = sql`exists (select 1 from ${spans} where ${spans.entry} = ${deliveries.entry}
    and ${spans.subscription} = ${deliveries.subscription})`
  const { after } = asked
  const rows = await read
    .select({
      entry: entries,
      values: revisions.values,
      subscription: deliveries.subscription,
      touch: touches,
      state: deliveries.state,
      at: at.mapWith(Number),
    })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .innerJoin(revisions, eq(revisions.id, deliveries.revision))
    .leftJoin(touches, onTouch(tables))
    .where(
      and(
        eq(deliveries.subscription, asked.subscription),
        or(eq(deliveries.state, 'live'), and(inArray(deliveries.state, ['retracted', 'excluded']), shownOnce)),
        sql`${at} >= ${asked.since}`,
        after && sql`(${at}, ${deliveries.entry}) > (${after.at}, ${after.entry})`,
      ),
    )
    .orderBy(asc(at), asc(deliveries.entry))
    .limit(asked.limit + 1)
  return { changes: rows.slice(0, asked.limit).map(changeOf), more: rows.length > asked.limit }
}

function changeOf({ state, at, ...row }: ListedRow & { readonly state: string; readonly at: number }): SectionChange {
  const about = { entry: row.entry.id, at }
  return state === 'live' ? { ...about, listed: listedOf(row) } : about
}
