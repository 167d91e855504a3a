import { and, asc, eq, inArray, isNotNull, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import { known } from '../entry-rows.ts'
import type { Storage } from '../storage.ts'
import { type Learnt, NOTHING_LEARNT, type Quarantine } from '../tables/learnt.ts'
import { type Exchange, putExchanges } from './exchange-store.ts'

/** A remote place pulled from time to time. */
export interface Source {
  readonly id: number
  readonly organisation: string
  readonly serviceType: string
  readonly name: string
  readonly url: string
  /** Raw values given to items that lack them. */
  readonly defaults: Readonly<Record<string, string>>
  /** `troubled` after repeated failures: still pulled, ever more rarely. */
  readonly state: 'active' | 'paused' | 'troubled'
  readonly everyMinutes: number
  readonly nextAt: number
  readonly lastAt: number | null
  /** `harvesting`, `imported`, `empty`, `not-modified`, `moved <address>`, `quarantined <code>`, or the code of a problem with its figure: `http-status 404`. */
  readonly lastStatus: string | null
  /** Failures in a row. */
  readonly failures: number
  readonly etag: string | null
  readonly lastModified: string | null
  readonly createdAt: number
  /** How it is pulled: `feed`, one address whatever it gives, unless another way is named. */
  readonly kind: string
  /** What its kind asks for; `rhythm: fixed` keeps to its pace however rarely it changes. */
  readonly settings: Readonly<Record<string, string>>
  /** Saved mapping its columns or elements are read by. */
  readonly mapping: number | null
  /** Withdraws what it no longer gives after so many pulls; 0 never does. */
  readonly goneAfter: number
  readonly quarantine: Quarantine | null
  readonly learnt: Learnt
}

/** What a new source begins with. */
export const NEW_SOURCE: Omit<
  Source,
  'id' | 'organisation' | 'serviceType' | 'name' | 'url' | 'defaults' | 'everyMinutes' | 'nextAt' | 'createdAt'
> = {
  ...{ lastAt: null, lastStatus: null, failures: 0, etag: null, lastModified: null, settings: {}, mapping: null },
  ...{ state: 'active', kind: 'feed', goneAfter: 0, quarantine: null, learnt: NOTHING_LEARNT },
}

type Reading = Pick<Storage, 'read' | 'tables'>
type Writing = Pick<Storage, 'write' | 'tables'>

/** One source. */
export async function readSource({ read, tables }: Reading, id: number): Promise<Source | undefined> {
  const [row] = await read.select().from(tables.sources).where(eq(tables.sources.id, id))
  return row && sourceOf(row)
}

/** Sources of these organisations: what waits for a person first (in quarantine, in trouble), then by name. */
export async function listSources(
  { read, tables: { sources } }: Reading,
  organisations: readonly string[],
): Promise<readonly Source[]> {
  const rows = await read
    .select()
    .from(sources)
    .where(inArray(sources.organisation, [...organisations]))
    .orderBy(asc(sources.name), asc(sources.id))
  return rows.map(sourceOf).sort((a, b) => troubleOf(b) - troubleOf(a))
}

/** How many sources of these organisations wait for a person: in trouble, or in quarantine. */
export async function countTroubled(
  { read, tables: { sources } }: Reading,
  organisations: readonly string[],
): Promise<number> {
  const waiting = or(eq(sources.state, 'troubled'), isNotNull(sources.quarantine))
  const [row] = await read
    .select({ count: sql<number>`count(*)`.mapWith(Number) })
    .from(sources)
    .where(and(inArray(sources.organisation, [...organisations]), waiting))
  return row?.count ?? 0
}

/** Whether a source waits for a person: 2 in quarantine, 1 in trouble, 0 not at all. */
export function troubleOf({ quarantine, state }: Source): 0 | 1 | 2 {
  return quarantine ? 2 : state === 'troubled' ? 1 : 0
}

/** Sources whose time has come and that nobody is harvesting, the longest waiting first. */
export async function dueSources({ read, tables: { sources } }: Reading, now: number): Promise<readonly Source[]> {
  const rows = await read
    .select()
    .from(sources)
    .where(and(inArray(sources.state, ['active', 'troubled']), lte(sources.nextAt, now), isFree(sources, now)))
    .orderBy(asc(sources.nextAt))
    .limit(2000)
  return rows.map(sourceOf)
}

/** Adds sources. */
export async function addSources({ write, tables }: Writing, added: readonly Source[]): Promise<void> {
  const rows = added.map((source) => ({
    ...source,
    defaults: { ...source.defaults },
    settings: { ...source.settings },
  }))
  await write(({ bulk }) => bulk(tables.sources, rows))
}

/** Changes some of what is known of a source. */
export async function changeSource(writing: Writing, id: number, changes: Partial<Omit<Source, 'id'>>): Promise<void> {
  await settlePull(writing, { id, changes, exchanges: [] })
}

/** Writes what one pull changed in a source together with its requests. */
export async function settlePull(
  { write, tables }: Writing,
  settled: {
    readonly id: number
    readonly changes: Partial<Omit<Source, 'id'>>
    readonly exchanges: readonly (Exchange & { readonly id: number })[]
  },
): Promise<void> {
  const { id, exchanges } = settled
  const { defaults, settings, ...changes } = settled.changes
  const set = {
    ...changes,
    ...(defaults === undefined ? {} : { defaults: { ...defaults } }),
    ...(settings === undefined ? {} : { settings: { ...settings } }),
  }
  await write(async (writer) => {
    if (Object.keys(set).length > 0) await writer.db.update(tables.sources).set(set).where(eq(tables.sources.id, id))
    await putExchanges(tables, writer, exchanges)
  })
}

/** Marks a source as being harvested, unless someone is at it: false then. */
export async function takeSource({ write, tables: { sources } }: Writing, id: number, now: number): Promise<boolean> {
  const rows = await write(({ db }) =>
    db
      .update(sources)
      .set({ lastStatus: 'harvesting', lastAt: now })
      .where(and(eq(sources.id, id), isFree(sources, now)))
      .returning({ id: sources.id }),
  )
  return rows.length > 0
}

const STALE = 10 * 60_000

// Whoever has been at it for ten minutes is dead.
function isFree(sources: Reading['tables']['sources'], now: number): SQL | undefined {
  return or(isNull(sources.lastStatus), ne(sources.lastStatus, 'harvesting'), lt(sources.lastAt, now - STALE))
}

function sourceOf(row: Reading['tables']['sources']['$inferSelect']): Source {
  return {
    ...row,
    state: known(['active', 'paused', 'troubled'], row.state),
    learnt: { ...NOTHING_LEARNT, ...row.learnt },
  }
}
