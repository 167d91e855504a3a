import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { Changes } from '../../pipeline/ports.ts'
import type { Storage, Writer } from './storage.ts'
import type { Tables } from './tables.ts'

/**
 * Writes everything one step decided in one transaction; an entry that moved on meanwhile undoes it all (`stale-version`).
 * Answers the sites whose lists moved. Whatever was decided at the same time, what is not published shows nowhere.
 */
export async function commitChanges(storage: Storage, changes: Changes): Promise<Result<readonly string[]>> {
  try {
    const hidden = await storage.write((writer) => writeChanges(storage, writer, changes))
    return ok([...new Set([...changes.deliveries.map((one) => one.site), ...hidden])])
  } catch (error) {
    if (error instanceof StaleVersion) return fail({ code: 'stale-version', params: { entry: error.entry } })
    throw error
  }
}

class StaleVersion extends Error {
  readonly entry: number
  constructor(entry: number) {
    super('stale version')
    this.entry = entry
  }
}

async function writeChanges({ tables, search }: Storage, writer: Writer, changes: Changes): Promise<string[]> {
  const fresh = new Set(changes.inserted.map((entry) => entry.id))
  await writer.bulk(tables.entries, changes.inserted)
  await updateEntries(tables, writer, changes.updated)
  await writer.bulk(tables.revisions, changes.revisions)
  await replaceTerms(tables, writer, { terms: changes.terms, fresh })
  await search.remove(
    writer,
    changes.unsearchable.filter((entry) => !fresh.has(entry)),
  )
  await search.put(writer, changes.searchable, fresh)
  await writer.bulk(
    tables.deliveries,
    changes.deliveries.filter((one) => fresh.has(one.entry)),
  )
  const hidden = await moveDeliveries(tables, writer, { changes, fresh })
  await writer.bulk(tables.decisions, changes.decisions)
  const now = changes.events[0]?.at ?? 0
  await writer.bulk(
    tables.duplicates,
    changes.duplicates.map((one) => ({ ...one, at: now })),
    'keep',
  )
  await writer.bulk(tables.events, changes.events)
  await releaseClaims(tables, writer, changes)
  return hidden
}

async function updateEntries({ entries }: Tables, { db }: Writer, updated: Changes['updated']): Promise<void> {
  for (const { entry, expected } of updated) {
    const kept = and(eq(entries.id, entry.id), eq(entries.version, expected))
    const rows = await db.update(entries).set(entry).where(kept).returning({ id: entries.id })
    if (rows.length === 0) throw new StaleVersion(entry.id)
  }
}

async function replaceTerms(
  { entryTerms }: Tables,
  writer: Writer,
  { terms, fresh }: { terms: Changes['terms']; fresh: ReadonlySet<number> },
) {
  const known = terms.filter((one) => !fresh.has(one.entry)).map((one) => one.entry)
  if (known.length > 0) await writer.db.delete(entryTerms).where(inArray(entryTerms.entry, known))
  await writer.bulk(
    entryTerms,
    terms.flatMap(({ entry, terms: all }) => all.map((term) => ({ entry, term }))),
  )
}

// Deliveries are decided on what was read before: a withdrawal committed since still wins, and so does a site's own word.
async function moveDeliveries(
  tables: Tables,
  writer: Writer,
  { changes, fresh }: { changes: Changes; fresh: ReadonlySet<number> },
): Promise<string[]> {
  const rows = changes.deliveries.filter((one) => !fresh.has(one.entry))
  const updated = new Set(changes.updated.map((one) => one.entry.id))
  await holdEntries(
    tables,
    writer,
    [...new Set(rows.map((one) => one.entry))].filter((id) => !updated.has(id)),
  )
  const confirms = changes.decisions.some((one) => one.verdict === 'confirm')
  await upsertDeliveries(tables, writer, { rows, confirms })
  const ids = [...new Set([...updated, ...rows.map((one) => one.entry)])]
  return hideUnpublished(tables, writer, { ids, at: changes.events[0]?.at ?? rows[0]?.updatedAt ?? 0 })
}

// Nothing changes in them, but a withdrawal now has to wait for the deliveries that follow, and will find them.
async function holdEntries({ entries }: Tables, { db }: Writer, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .update(entries)
    .set({ version: sql`${entries.version}` })
    .where(inArray(entries.id, [...ids]))
}

async function hideUnpublished(
  { deliveries, entries }: Tables,
  { db }: Writer,
  { ids, at }: { ids: readonly number[]; at: number },
): Promise<string[]> {
  if (ids.length === 0) return []
  const gone = db
    .select({ id: entries.id })
    .from(entries)
    .where(and(inArray(entries.id, [...ids]), ne(entries.state, 'published')))
  const hidden = await db
    .update(deliveries)
    .set({ state: 'retracted', updatedAt: at })
    .where(and(inArray(deliveries.entry, gone), inArray(deliveries.state, ['live', 'pending'])))
    .returning({ site: deliveries.site })
  return hidden.map((one) => one.site)
}

const UPSERT_ROWS = 200

async function upsertDeliveries(
  { deliveries }: Tables,
  { db }: Writer,
  { rows, confirms }: { rows: Changes['deliveries']; confirms: boolean },
): Promise<void> {
  const excluded = sql`case when ${deliveries.state} = 'excluded' then 'excluded' else excluded.state end`
  const set = {
    state: confirms ? sql`excluded.state` : excluded,
    revision: sql`excluded.revision`,
    sortAt: sql`excluded.sort_at`,
    updatedAt: sql`excluded.updated_at`,
  }
  for (let i = 0; i < rows.length; i += UPSERT_ROWS) {
    const target = [deliveries.entry, deliveries.subscription]
    await db
      .insert(deliveries)
      .values(rows.slice(i, i + UPSERT_ROWS))
      .onConflictDoUpdate({ target, set })
  }
}

async function releaseClaims({ claims }: Tables, { db }: Writer, changes: Changes): Promise<void> {
  const decided = changes.decisions.map((one) => one.entry)
  if (decided.length > 0) await db.delete(claims).where(inArray(claims.entry, decided))
}
