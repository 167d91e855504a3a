import { asc, eq, inArray, max, sql } from 'drizzle-orm'
import type { Entry } from '../../../pipeline/model/entry.ts'
import type { Decision, EntryReader, IdentityQuery } from '../../../pipeline/ports.ts'
import { among } from '../among.ts'
import { pastsOf, takenByBatch } from '../deliveries/past-store.ts'
import { touchesOf, touchOf, withTouches } from '../deliveries/touch-store.ts'
import { deliveryOf, entryOf, known, revisionOf } from '../entry-rows.ts'
import type { Storage } from '../storage.ts'

type Reading = Pick<Storage, 'read' | 'tables' | 'dialect'>

/** Reads entries, revisions, deliveries and decisions. */
export function entryReader({ read, tables, dialect }: Reading): EntryReader {
  const { entries, revisions, deliveries } = tables
  const one = readingOne({ read, tables, dialect })
  return {
    async get(id) {
      const [row] = await one.entry.execute({ id })
      return row && entryOf(row)
    },
    async many(ids) {
      return ids.length === 0
        ? []
        : (
            await read
              .select()
              .from(entries)
              .where(inArray(entries.id, [...ids]))
          ).map(entryOf)
    },
    async revision(id) {
      const [row] = await one.revision.execute({ id })
      return row && revisionOf(row)
    },
    async revisionNumbers(ids) {
      if (ids.length === 0) return new Map()
      const newest = { entry: revisions.entry, number: max(revisions.number) }
      const rows = await read
        .select(newest)
        .from(revisions)
        .where(inArray(revisions.entry, [...ids]))
        .groupBy(revisions.entry)
      return new Map(rows.map((row) => [row.entry, Number(row.number)]))
    },
    identify: (query) => identify({ read, tables, dialect }, query),
    pasts: (asked, only) => pastsOf({ read, tables }, asked, only),
    takenByBatch: (ids) => takenByBatch({ read, tables }, ids),
    async deliveries(ids) {
      const [id, ...others] = ids
      if (id === undefined) return []
      const all = () =>
        read
          .select()
          .from(deliveries)
          .where(inArray(deliveries.entry, [id, ...others]))
      const touched =
        others.length === 0
          ? one.touches.execute({ id }).then((rows) => rows.map(touchOf))
          : touchesOf({ read, tables, dialect }, { entries: ids })
      const [rows, touches] = await Promise.all([others.length === 0 ? one.deliveries.execute({ id }) : all(), touched])
      return withTouches(rows.map(deliveryOf), touches)
    },
    async decisions(id) {
      const rows = await one.decisions.execute({ id })
      return rows.map((row) => ({ ...row, verdict: known(VERDICTS, row.verdict) }))
    },
  }
}

// A person's word on one entry asks for these, and building a query takes longer than answering it.
function readingOne({ read, tables: { entries, revisions, deliveries, decisions, touches } }: Reading) {
  const id = sql.placeholder('id')
  return {
    entry: read.select().from(entries).where(eq(entries.id, id)).prepare(),
    revision: read.select().from(revisions).where(eq(revisions.id, id)).prepare(),
    deliveries: read.select().from(deliveries).where(eq(deliveries.entry, id)).prepare(),
    touches: read.select().from(touches).where(eq(touches.entry, id)).prepare(),
    decisions: read
      .select()
      .from(decisions)
      .where(eq(decisions.entry, id))
      .orderBy(asc(decisions.at), asc(decisions.id))
      .prepare(),
  }
}

const VERDICTS: readonly Decision['verdict'][] = ['approve', 'return', 'refuse', 'withdraw', 'confirm', 'exclude']

async function identify({ read, tables, dialect }: Reading, query: IdentityQuery): Promise<Entry[]> {
  const { entries } = tables
  const found = new Map<number, Entry>()
  // One statement per index: an OR over three would scan where the planner cannot join them.
  for (const [column, values] of [
    [entries.externalId, query.externalIds],
    [entries.canonicalUrl, query.urls],
    [entries.fingerprint, query.fingerprints],
  ] as const) {
    if (values.length === 0) continue
    for (const row of await read
      .select()
      .from(entries)
      .where(among(dialect, column, values)))
      found.set(row.id, entryOf(row))
  }
  return [...found.values()]
}
