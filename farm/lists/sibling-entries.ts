import { and, asc, eq, gt, isNull, lt, ne } from 'drizzle-orm'
import type { Entry } from '../../pipeline/model/entry.ts'
import type { Storage } from '../storage/storage.ts'
import type { Listed } from './list-entries.ts'
import { listedOf, onTouch } from './listed.ts'

const MOST = 12

/**
 * What else a section shows of the matter an entry is one part of: those that came from the same place under the same
 * number before the last `/`, as the actions of one formation do. At most twelve, in the order of their numbers; one statement.
 */
export async function siblingEntries(
  { read, tables }: Pick<Storage, 'read' | 'tables'>,
  { id, externalId, organisation, source }: Pick<Entry, 'id' | 'externalId' | 'organisation' | 'source'>,
  subscription: number,
): Promise<readonly Listed[]> {
  const whole = externalId?.slice(0, externalId.lastIndexOf('/') + 1) ?? ''
  if (whole === '') return []
  const { deliveries, entries, revisions, touches } = tables
  const rows = await read
    .select({ entry: entries, values: revisions.values, subscription: deliveries.subscription, touch: touches })
    .from(entries)
    .innerJoin(deliveries, and(eq(deliveries.entry, entries.id), eq(deliveries.subscription, subscription)))
    .innerJoin(revisions, eq(revisions.id, deliveries.revision))
    .leftJoin(touches, onTouch(tables))
    .where(
      and(
        // Both databases compare bytes, and `0` follows `/`: all that begins so, by the index.
        gt(entries.externalId, whole),
        lt(entries.externalId, `${whole.slice(0, -1)}0`),
        eq(entries.organisation, organisation),
        source === null ? isNull(entries.source) : eq(entries.source, source),
        ne(entries.id, id),
        eq(deliveries.state, 'live'),
      ),
    )
    .orderBy(asc(entries.externalId), asc(entries.id))
    .limit(MOST)
  return rows.map(listedOf)
}
