import { and, desc, eq, gt, isNull, lt, or } from 'drizzle-orm'
import type { Storage, Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'

/** What the farm knows that changes under its entries: subjects, geography, names and looks of sites and bodies. */
export type ChangeKind = 'themes-changed' | 'territories-changed' | 'network-changed'

/** A change of what the farm knows; `data.back` says what undoes it. */
export interface KnownChange {
  readonly id: number
  /** Instant in milliseconds. */
  readonly at: number
  readonly data: Readonly<Record<string, unknown>>
}

/** Notes a change in its own transaction, so that a day before it can be told as it was. */
export async function noteChange(
  { events }: Tables,
  { bulk }: Writer,
  { data, ...noted }: KnownChange & { readonly kind: ChangeKind; readonly person: number | null },
): Promise<void> {
  await bulk(events, [{ ...noted, data: { ...data }, entry: null, site: null, batch: null }])
}

/** The number of the first change of that kind after an instant; null where nothing changed since. */
export async function firstChangeSince(reading: Reading, asked: ChangesAsked): Promise<number | null> {
  const { read, tables } = reading
  const { events } = tables
  const [first] = await read
    .select({ id: events.id })
    .from(events)
    .where(since(tables, asked))
    .orderBy(events.at, events.id)
    .limit(1)
  return first?.id ?? null
}

/** Every change of that kind since an instant, the newest first, a handful at a time. */
export async function* changesSince(reading: Reading, asked: ChangesAsked): AsyncGenerator<KnownChange> {
  const { read, tables } = reading
  const { id, at, data } = tables.events
  for (let beyond: KnownChange | undefined; ; ) {
    const rows: KnownChange[] = await read
      .select({ id, at, data })
      .from(tables.events)
      .where(and(since(tables, asked), beyond && or(lt(at, beyond.at), and(eq(at, beyond.at), lt(id, beyond.id)))))
      .orderBy(desc(at), desc(id))
      .limit(HANDFUL)
    yield* rows
    beyond = rows.at(-1)
    if (rows.length < HANDFUL) return
  }
}

type Reading = Pick<Storage, 'read' | 'tables'>

interface ChangesAsked {
  readonly kind: ChangeKind
  /** Instant in milliseconds: what changed at it is not meant. */
  readonly since: number
}

// One change may hold a whole vocabulary.
const HANDFUL = 20

function since({ events }: Tables, asked: ChangesAsked) {
  return and(isNull(events.entry), gt(events.at, asked.since), eq(events.kind, asked.kind))
}
