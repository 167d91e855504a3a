import { and, asc, desc, eq, gte, inArray, isNull, lte, notInArray, or } from 'drizzle-orm'
import type { Revision } from '../../../pipeline/model/entry.ts'
import type { FarmEvent } from '../../../pipeline/ports.ts'
import { eventOf, revisionOf } from '../entry-rows.ts'
import type { Batch } from '../gateways/batch-store.ts'
import type { Storage } from '../storage.ts'

type Reading = Pick<Storage, 'read' | 'tables'>

/** Something a batch did to an entry, by its number: the revision it brought, or the event by which it took the entry back. */
export interface DeedRow {
  readonly id: number
  readonly entry: number
  readonly withdrawn: FarmEvent | null
}

/** The last deeds of a batch that still stand, the newest first. */
export async function lastDeeds(
  { read, tables }: Reading,
  { id: batch, lastId, options }: Pick<Batch, 'id' | 'lastId' | 'options'>,
  limit: number,
): Promise<readonly DeedRow[]> {
  const { revisions, events } = tables
  const [low, high] = [options.firstId ?? batch, lastId ?? 0]
  const brought = await read
    .select({ id: revisions.id, entry: revisions.entry })
    .from(revisions)
    .where(and(gte(revisions.id, low), lte(revisions.id, high), eq(revisions.batch, batch)))
    .orderBy(desc(revisions.id))
    .limit(limit)
  const taking = and(eq(events.batch, batch), inArray(events.kind, ['withdrawn', 'trashed']))
  const taken = await read
    .select()
    .from(events)
    .where(and(gte(events.id, low), lte(events.id, high), taking))
    .orderBy(desc(events.id))
    .limit(limit)
  const gone = taken.filter(({ entry, data }) => entry !== null && data.taken === 'gone').map(eventOf)
  const deeds = [
    ...brought.map((row) => ({ ...row, withdrawn: null })),
    ...gone.map((event) => ({ id: event.id, entry: event.entry ?? 0, withdrawn: event })),
  ]
  return deeds.sort((a, b) => b.id - a.id).slice(0, limit)
}

/** Revisions of these entries, those of batches undone since aside unless it is this one, oldest first. */
export async function standingRevisions(
  { read, tables }: Reading,
  entries: readonly number[],
  batch: number,
): Promise<readonly Revision[]> {
  const { revisions, batches } = tables
  const undone = notInArray(batches.state, ['undoing', 'undone'])
  const rows = await read
    .select({ revision: revisions })
    .from(revisions)
    .leftJoin(batches, eq(batches.id, revisions.batch))
    .where(and(inArray(revisions.entry, [...entries]), or(isNull(batches.state), undone, eq(revisions.batch, batch))))
    .orderBy(asc(revisions.entry), asc(revisions.number))
  return rows.map(({ revision }) => revisionOf(revision))
}

/** What happened to these entries, oldest first. */
export async function eventsOf(
  { read, tables: { events } }: Reading,
  entries: readonly number[],
): Promise<readonly FarmEvent[]> {
  const rows = await read
    .select()
    .from(events)
    .where(inArray(events.entry, [...entries]))
    .orderBy(asc(events.at), asc(events.id))
  return rows.map(eventOf)
}
