import { and, asc, eq, gt, isNull, lt, ne, type SQL } from 'drizzle-orm'
import type { Entry } from '../../pipeline/model/entry.ts'
import type { Storage } from '../storage/storage.ts'
import type { Tables } from '../storage/tables/tables.ts'
import type { Listed } from './listed.ts'
import { listedOf, onTouch } from './listed.ts'

/** How many siblings a page names. */
export const MOST_SIBLINGS = 12

/** What an entry is recognised by among its siblings. */
export type Sibling = Pick<Entry, 'id' | 'externalId' | 'organisation' | 'source'>

/**
 * What else a section shows of the matter an entry is one part of: those that came from the same place under the same
 * number before the last `/`, as the actions of one formation do. At most twelve, in the order of their numbers; one statement.
 */
export async function siblingEntries(
  { read, tables }: Pick<Storage, 'read' | 'tables'>,
  sibling: Sibling,
  subscription: number,
): Promise<readonly Listed[]> {
  const beside = besides(tables, sibling)
  if (!beside) return []
  const { deliveries, entries, revisions, touches } = tables
  const rows = await read
    .select({ entry: entries, values: revisions.values, subscription: deliveries.subscription, touch: touches })
    .from(entries)
    .innerJoin(deliveries, and(eq(deliveries.entry, entries.id), eq(deliveries.subscription, subscription)))
    .innerJoin(revisions, eq(revisions.id, deliveries.revision))
    .leftJoin(touches, onTouch(tables))
    .where(and(beside, eq(deliveries.state, 'live')))
    .orderBy(asc(entries.externalId), asc(entries.id))
    .limit(MOST_SIBLINGS)
  return rows.map(listedOf)
}

/** Numbers of the siblings of an entry, whatever became of them, in the order of their numbers at their source. */
export async function siblingNumbers(
  { read, tables }: Pick<Storage, 'read' | 'tables'>,
  { sibling, limit }: { readonly sibling: Sibling; readonly limit: number },
): Promise<readonly number[]> {
  const { entries } = tables
  const beside = besides(tables, sibling)
  if (!beside) return []
  const rows = await read
    .select({ id: entries.id })
    .from(entries)
    .where(beside)
    .orderBy(asc(entries.externalId), asc(entries.id))
    .limit(limit)
  return rows.map(({ id }) => id)
}

function besides({ entries }: Tables, { id, externalId, organisation, source }: Sibling): SQL | undefined {
  const whole = externalId?.slice(0, externalId.lastIndexOf('/') + 1) ?? ''
  if (whole === '') return undefined
  return and(
    // Both databases compare bytes, and `0` follows `/`: all that begins so, by the index.
    gt(entries.externalId, whole),
    lt(entries.externalId, `${whole.slice(0, -1)}0`),
    eq(entries.organisation, organisation),
    source === null ? isNull(entries.source) : eq(entries.source, source),
    ne(entries.id, id),
  )
}
