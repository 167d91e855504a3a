import { and, asc, count, desc, eq, inArray, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Delivery } from '../../../pipeline/model/delivery.ts'
import type { Entry } from '../../../pipeline/model/entry.ts'
import type { Touch } from '../../../pipeline/model/touch.ts'
import type { Changes } from '../../../pipeline/ports.ts'
import { amongNumbers } from '../among.ts'
import { entryOf, known } from '../entry-rows.ts'
import type { Storage, Writer } from '../storage.ts'

type Reading = Pick<Storage, 'read' | 'tables'>

/** A touch as read. */
export function touchOf(row: Storage['tables']['touches']['$inferSelect']): Touch {
  return { ...row, hold: row.hold === null ? null : known(HOLDS, row.hold) }
}

const HOLDS: readonly NonNullable<Touch['hold']>[] = ['reintroduced']

/** Puts beside each delivery what its site changed for itself. */
export function withTouches<T extends Delivery>(deliveries: readonly T[], touches: readonly Touch[]): readonly T[] {
  if (touches.length === 0) return deliveries
  const byPlace = new Map(touches.map((touch) => [`${touch.entry} ${touch.subscription}`, touch]))
  return deliveries.map((one) => {
    const touch = byPlace.get(`${one.entry} ${one.subscription}`)
    return touch ? { ...one, touch } : one
  })
}

/** What sites changed for themselves in these entries, in these sections only where some are named. */
export async function touchesOf(
  { read, tables: { touches }, dialect }: Reading & Pick<Storage, 'dialect'>,
  asked: { readonly entries: readonly number[]; readonly subscriptions?: readonly number[] },
): Promise<readonly Touch[]> {
  const { entries, subscriptions } = asked
  if (entries.length === 0) return []
  const within = subscriptions && inArray(touches.subscription, [...subscriptions])
  const rows = await read
    .select()
    .from(touches)
    .where(and(amongNumbers(dialect, touches.entry, entries), within))
  return rows.map(touchOf)
}

/** The pinned entries of a section that show there, first pin first. */
export async function pinnedOf(
  { read, tables: { touches, deliveries } }: Reading,
  { site, subscription }: { readonly site: string; readonly subscription: number },
): Promise<readonly Touch[]> {
  const rows = await read
    .select({ touch: touches })
    .from(touches)
    .innerJoin(deliveries, and(eq(deliveries.entry, touches.entry), eq(deliveries.subscription, touches.subscription)))
    .where(
      and(
        eq(touches.site, site),
        eq(touches.subscription, subscription),
        isNotNull(touches.pin),
        eq(deliveries.state, 'live'),
      ),
    )
    .orderBy(asc(touches.pin), asc(touches.entry))
  return rows.map((row) => touchOf(row.touch))
}

/** A touched entry with what was touched. */
export interface TouchedEntry {
  readonly entry: Entry
  readonly touch: Touch
}

/** Entries of these sites with fields that were corrected upstream since, the latest correction first. */
export async function clashingTouches(
  { read, tables: { touches, entries } }: Reading,
  { sites, limit }: { readonly sites: readonly string[]; readonly limit: number },
): Promise<readonly TouchedEntry[]> {
  if (sites.length === 0) return []
  const rows = await read
    .select({ entry: entries, touch: touches })
    .from(touches)
    .innerJoin(entries, eq(entries.id, touches.entry))
    .where(and(inArray(touches.site, [...sites]), clashing(touches)))
    .orderBy(desc(entries.updatedAt), asc(touches.entry), asc(touches.subscription))
    .limit(limit)
  return rows.map((row) => ({ entry: entryOf(row.entry), touch: touchOf(row.touch) }))
}

/** How many entries of these sites wait for such a word. */
export async function countClashing({ read, tables: { touches } }: Reading, sites: readonly string[]): Promise<number> {
  if (sites.length === 0) return 0
  const [row] = await read
    .select({ total: count() })
    .from(touches)
    .where(and(inArray(touches.site, [...sites]), clashing(touches)))
  return row?.total ?? 0
}

function clashing({ clashes }: Storage['tables']['touches']) {
  return ne(sql`cast(${clashes} as text)`, '[]')
}

/** Writes what sites changed for themselves, and forgets what they no longer do, within the transaction of a step. */
export async function writeTouches(
  { touches, deliveries }: Storage['tables'],
  writer: Writer,
  changes: Pick<Changes, 'touches' | 'untouched' | 'events'>,
): Promise<void> {
  const which = (table: typeof touches | typeof deliveries) =>
    or(...changes.untouched.map((one) => and(eq(table.entry, one.entry), eq(table.subscription, one.subscription))))
  if (changes.untouched.length > 0) {
    const [event] = changes.events
    await forgetTouches(touches, writer, { which: which(touches), at: event?.at ?? 0 })
    // A touch says itself when it was made; of one that is gone only the delivery can tell that something changed.
    const moved = and(eq(deliveries.state, 'live'), which(deliveries))
    if (event) await writer.db.update(deliveries).set({ updatedAt: event.at }).where(moved)
  }
  const said = changes.touches.map((one) => ({ ...one, clashes: [...one.clashes] }))
  await writer.bulk(touches, said, REPLACING)
}

const REPLACING = `on conflict (entry, subscription) do update set site = excluded.site, hold = excluded.hold,
  pin = excluded.pin, fields = excluded.fields, clashes = excluded.clashes, person = excluded.person, at = excluded.at`

/** Forgets, within a transaction, what sites changed in entries that are no longer there for anyone. */
export async function forgetGoneTouches(
  { touches, entries }: Storage['tables'],
  writer: Writer,
  { ids, at }: { readonly ids: readonly number[]; readonly at: number },
): Promise<void> {
  const gone = writer.db
    .select({ id: entries.id })
    .from(entries)
    .where(and(inArray(entries.id, [...ids]), isNull(entries.liveRevision)))
  await forgetTouches(touches, writer, { which: inArray(touches.entry, gone), at })
}

/** Forgets touches within a transaction: what they said until then is kept as the past of their section. */
export async function forgetTouches(
  touches: Storage['tables']['touches'],
  { db }: Writer,
  { which, at }: { readonly which: SQL | undefined; readonly at: number },
): Promise<void> {
  // The trigger that keeps the past hears of changes with their instant; a deletion has none.
  await db.update(touches).set({ pin: null, fields: {}, at }).where(which)
  await db.delete(touches).where(which)
}

/** An entry a section holds aside, and what was touched in it if anything was. */
export interface HeldEntry {
  readonly entry: Entry
  readonly touch?: Touch
}

/** Entries of one section that its site touched and shows, or that it excludes; the latest word first. */
export async function heldEntries(
  { read, tables: { deliveries, entries, touches } }: Reading,
  asked: {
    readonly subscription: number
    readonly held: 'touched' | 'excluded'
    readonly limit: number
  },
): Promise<readonly HeldEntry[]> {
  const touched = asked.held === 'touched'
  const rows = await read
    .select({ entry: entries, touch: touches })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .leftJoin(touches, and(eq(touches.entry, deliveries.entry), eq(touches.subscription, deliveries.subscription)))
    .where(
      and(
        eq(deliveries.subscription, asked.subscription),
        eq(deliveries.state, touched ? 'live' : 'excluded'),
        touched ? isNotNull(touches.at) : undefined,
      ),
    )
    .orderBy(desc(touched ? touches.at : deliveries.updatedAt), desc(deliveries.entry))
    .limit(asked.limit)
  return rows.map((row) => ({ entry: entryOf(row.entry), ...(row.touch ? { touch: touchOf(row.touch) } : {}) }))
}
