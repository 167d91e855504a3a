import { and, eq, inArray, sql } from 'drizzle-orm'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { Changes } from '../../pipeline/ports.ts'
import type { Storage, Writer } from './storage.ts'
import type { Tables } from './tables.ts'

/** Writes everything one step decided in one transaction; an entry that moved on meanwhile undoes it all (`stale-version`). */
export async function commitChanges(storage: Storage, changes: Changes): Promise<Result<void>> {
  try {
    await storage.write((writer) => writeChanges(storage, writer, changes))
    return ok(undefined)
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

async function writeChanges({ tables, search }: Storage, writer: Writer, changes: Changes): Promise<void> {
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
  await upsertDeliveries(
    tables,
    writer,
    changes.deliveries.filter((one) => !fresh.has(one.entry)),
  )
  await writer.bulk(tables.decisions, changes.decisions)
  const now = changes.events[0]?.at ?? 0
  await writer.bulk(
    tables.duplicates,
    changes.duplicates.map((one) => ({ ...one, at: now })),
    'keep',
  )
  await writer.bulk(tables.events, changes.events)
  await releaseClaims(tables, writer, changes)
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

const UPSERT_ROWS = 200

async function upsertDeliveries({ deliveries }: Tables, { db }: Writer, rows: Changes['deliveries']): Promise<void> {
  const set = {
    state: sql`excluded.state`,
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
