import { and, desc, eq, exists, gte, inArray, lt, not, type SQL, sql } from 'drizzle-orm'
import { ENTRY_STATES, type EntryState } from '../../../pipeline/model/entry.ts'
import type { FarmEvent } from '../../../pipeline/ports.ts'
import type { Storage } from '../storage.ts'
import { type DeskRequest, deskScope, hasTitle } from './desk-store.ts'

type Reading = Pick<Storage, 'read' | 'tables'>

/** An entry that answered a staff list and does no more, and when it last changed (ms). */
export interface DeskDeparture {
  readonly entry: number
  readonly at: number
}

/**
 * What changed since an instant so that a staff list has it no more, latest first: it reached another state, or is called otherwise. What
 * only grew older than the days asked for did not leave, and nothing is told of what the list never held.
 */
export async function deskDepartures(
  reading: Reading,
  request: Omit<DeskRequest, 'limit' | 'order' | 'after'>,
  { since, limit }: { readonly since: number; readonly limit: number },
): Promise<readonly DeskDeparture[]> {
  const { entries } = reading.tables
  const { states, title, changed } = request
  const holds = and(
    states && inArray(entries.state, [...states]),
    title ? hasTitle(entries.title, title) : undefined,
    changed?.until === undefined ? undefined : lt(entries.updatedAt, changed.until),
  )
  if (!holds) return []
  return reading.read
    .select({ entry: entries.id, at: entries.updatedAt })
    .from(entries)
    .where(
      and(...deskScope(reading, request), gte(entries.updatedAt, since), not(holds), ...heldOnce(reading, request)),
    )
    .orderBy(desc(entries.updatedAt), desc(entries.id))
    .limit(limit)
}

// Its events tell the states it reached and the days it changed, its revisions what it was called.
function heldOnce(
  { read, tables }: Reading,
  { states, title, changed }: Pick<DeskRequest, 'states' | 'title' | 'changed'>,
) {
  const { entries, events, revisions } = tables
  const happened = (...which: (SQL | undefined)[]) =>
    exists(
      read
        .select({ id: events.id })
        .from(events)
        .where(and(eq(events.entry, entries.id), ...which)),
    )
  const kinds = states && ENTRY_STATES.filter((state) => states.includes(state)).flatMap((state) => REACHED_BY[state])
  const called = title
    ? exists(
        read
          .select({ id: revisions.id })
          .from(revisions)
          .where(and(eq(revisions.entry, entries.id), hasTitle(sql`${revisions.values} ->> 'title'`, title))),
      )
    : undefined
  return [
    kinds &&
      happened(inArray(events.kind, kinds), changed?.until === undefined ? undefined : lt(events.at, changed.until)),
    changed &&
      happened(
        changed.from === undefined ? undefined : gte(events.at, changed.from),
        changed.until === undefined ? undefined : lt(events.at, changed.until),
      ),
    called,
  ]
}

const REACHED_BY: Readonly<Record<EntryState, readonly FarmEvent['kind'][]>> = {
  draft: ['drafted'],
  submitted: ['proposed', 'corrected'],
  proofread: ['proofread'],
  'changes-requested': ['returned'],
  refused: ['refused'],
  scheduled: ['scheduled'],
  published: ['published'],
  withdrawn: ['withdrawn', 'recalled'],
  expired: ['expired'],
  trashed: ['trashed'],
}
