import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { fail, ok, type Result } from '../../../pipeline/model/problem.ts'
import type { Changes } from '../../../pipeline/ports.ts'
import { allDone } from '../all-done.ts'
import { writeRecalls } from '../deliveries/recall-store.ts'
import { forgetGoneTouches, writeTouches } from '../deliveries/touch-store.ts'
import { writeVerdicts } from '../entries/duplicate-store.ts'
import { writeFileUses } from '../entries/file-uses.ts'
import { forgetTerms } from '../entries/held-terms.ts'
import { replaceTerms } from '../entries/replace-terms.ts'
import { BatchMovedOn, writeBatchStep } from '../gateways/batch-store.ts'
import { movedBy, noticeMoved } from '../gateways/webhook-notices.ts'
import type { OnConflict, Storage, Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'

/**
 * Writes everything one step decided in one transaction; an entry that moved on meanwhile undoes it all (`stale-version`).
 * Answers the sites whose lists moved. Whatever was decided at the same time, what is not published shows nowhere.
 */
export async function commitChanges(storage: Storage, changes: Changes): Promise<Result<readonly string[]>> {
  // Told before: while a chunk of thousands of rows is written, nothing of it need be held.
  const retermed = changes.terms.map((one) => one.entry)
  const moved = new Set([...changes.deliveries, ...changes.touches, ...changes.untouched].map((one) => one.site))
  try {
    const write = changes.inserted.length < MANY ? storage.write : storage.writeMany
    const hidden = await write((writer) => writeChanges(storage, writer, changes))
    forgetTerms(storage, retermed)
    return ok([...moved.union(new Set(hidden))])
  } catch (error) {
    if (error instanceof StaleVersion) return fail({ code: 'stale-version', params: { entry: error.entry } })
    if (error instanceof BatchMovedOn) return fail({ code: 'batch-moved-on', params: { batch: error.batch } })
    throw error
  }
}

/** From so many new entries on it is worth another thread's while. */
const MANY = 100
const AS_CONFIRMED = upsert('excluded.state')
/** How a delivery that is there already takes what routing decided: a site's own exclusion stays. */
export const AS_DECIDED = upsert(`case when deliveries.state = 'excluded' then 'excluded'
  when excluded.state = 'retracted' and deliveries.state = 'live' and exists (select 1 from touches t
    where t.entry = excluded.entry and t.subscription = excluded.subscription and t.hold = 'reintroduced'
      and t.at > excluded.updated_at) then 'live'
  else excluded.state end`)

function upsert(state: string): OnConflict {
  return `on conflict (entry, subscription) do update set state = ${state},
    revision = excluded.revision, sort_at = excluded.sort_at, updated_at = excluded.updated_at,
    revision_since = case when deliveries.state = 'live' and deliveries.revision = excluded.revision
      then deliveries.revision_since else excluded.updated_at end`
}

class StaleVersion extends Error {
  readonly entry: number
  constructor(entry: number) {
    super('stale version')
    this.entry = entry
  }
}

// What needs no order goes together: PostgreSQL then answers at once what would be a dozen questions.
async function writeChanges({ tables, search }: Storage, writer: Writer, changes: Changes): Promise<string[]> {
  const fresh = new Set(changes.inserted.map((entry) => entry.id))
  const again = changes.unsearchable.filter((entry) => !fresh.has(entry))
  const now = changes.events[0]?.at ?? 0
  const duplicates = changes.duplicates.map((one) => ({ ...one, at: now }))
  const moving = moveEntries(tables, writer, { changes, fresh })
  await allDone([
    moving,
    writer.bulk(tables.entries, changes.inserted),
    writer.bulk(tables.revisions, changes.revisions),
    writeFileUses(tables, writer, changes),
    replaceTerms(tables, writer, { terms: changes.terms, fresh }),
    search.remove(writer, again),
    search.put(writer, changes.searchable, fresh),
    writer.bulk(tables.decisions, changes.decisions),
    writer.bulk(tables.duplicates, duplicates, 'keep'),
    writeVerdicts(tables, writer, { verdicts: changes.verdicts, at: now }),
    writer.bulk(tables.events, changes.events),
    writeRecalls(tables, writer, changes.recalls),
    releaseClaims(tables, writer, changes),
    noteSaid(tables, writer, changes.said),
    ...changes.batches.map((step) => writeBatchStep(tables, writer, step)),
    noticeMoved(tables, writer, { entries: movedBy(changes), at: now }),
  ])
  return moving
}

// Deliveries are decided on what was read before: a withdrawal committed since still wins, and so does a site's own word.
async function moveEntries(
  tables: Tables,
  writer: Writer,
  { changes, fresh }: { changes: Changes; fresh: ReadonlySet<number> },
): Promise<string[]> {
  const { updated, deliveries, decisions, events, touches } = changes
  const moved = new Set(updated.map((one) => one.entry.id))
  const known = deliveries.filter((one) => !fresh.has(one.entry))
  const held = [...new Set([...known, ...touches].map((one) => one.entry))].filter((id) => !moved.has(id))
  // What this very transaction publishes stays so until it ends.
  const unsure = updated.flatMap(({ entry }) => (entry.state === 'published' ? [] : [entry.id]))
  const at = events[0]?.at ?? known[0]?.updatedAt ?? 0
  await allDone([updateEntries(tables, writer, updated), holdEntries(tables, writer, held)])
  const confirms = decisions.some((one) => one.verdict === 'confirm')
  const first = deliveries.filter((one) => fresh.has(one.entry))
  await allDone([
    writer.bulk(tables.deliveries, first),
    writer.bulk(tables.deliveries, known, confirms ? AS_CONFIRMED : AS_DECIDED),
    writeTouches(tables, writer, changes),
  ])
  return hideUnpublished(tables, writer, { ids: [...unsure, ...held], at })
}

async function updateEntries({ entries }: Tables, { db }: Writer, updated: Changes['updated']): Promise<void> {
  await allDone(
    updated.map(async ({ entry, expected }) => {
      const kept = and(eq(entries.id, entry.id), eq(entries.version, expected))
      const rows = await db.update(entries).set(entry).where(kept).returning({ id: entries.id })
      if (rows.length === 0) throw new StaleVersion(entry.id)
    }),
  )
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
  tables: Tables,
  writer: Writer,
  { ids, at }: { ids: readonly number[]; at: number },
): Promise<string[]> {
  if (ids.length === 0) return []
  const { deliveries, entries } = tables
  const { db } = writer
  const forgetting = forgetGoneTouches(tables, writer, { ids, at })
  const gone = db
    .select({ id: entries.id })
    .from(entries)
    .where(and(inArray(entries.id, [...ids]), ne(entries.state, 'published')))
  const hiding = db
    .update(deliveries)
    .set({ state: 'retracted', updatedAt: at })
    .where(and(inArray(deliveries.entry, gone), inArray(deliveries.state, ['live', 'pending'])))
    .returning({ site: deliveries.site })
  const [hidden] = await Promise.all([hiding, forgetting])
  return hidden.map((one) => one.site)
}

async function noteSaid({ revisions }: Tables, { db }: Writer, noted: Changes['said']): Promise<void> {
  for (const { revision, said } of noted) await db.update(revisions).set({ said }).where(eq(revisions.id, revision))
}

async function releaseClaims({ claims }: Tables, { db }: Writer, changes: Changes): Promise<void> {
  const decided = changes.decisions.map((one) => one.entry)
  if (decided.length > 0) await db.delete(claims).where(inArray(claims.entry, decided))
}
