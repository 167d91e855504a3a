import { and, asc, eq, inArray, isNull, lt, lte, ne, or, type SQL } from 'drizzle-orm'
import { known } from './entry-rows.ts'
import type { Storage } from './storage.ts'

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
  /** `harvesting`, `imported`, `empty`, `not-modified`, `moved <address>`, or the code of a problem with its figure: `http-status 404`. */
  readonly lastStatus: string | null
  /** Failures in a row. */
  readonly failures: number
  readonly etag: string | null
  readonly lastModified: string | null
  readonly createdAt: number
}

type Reading = Pick<Storage, 'read' | 'tables'>
type Writing = Pick<Storage, 'write' | 'tables'>

/** One source. */
export async function readSource({ read, tables }: Reading, id: number): Promise<Source | undefined> {
  const [row] = await read.select().from(tables.sources).where(eq(tables.sources.id, id))
  return row && sourceOf(row)
}

/** Sources of these organisations, those in trouble first, then by name. */
export async function listSources(
  { read, tables: { sources } }: Reading,
  organisations: readonly string[],
): Promise<readonly Source[]> {
  const rows = await read
    .select()
    .from(sources)
    .where(inArray(sources.organisation, [...organisations]))
    .orderBy(asc(sources.name), asc(sources.id))
  return rows.map(sourceOf).sort((a, b) => Number(b.state === 'troubled') - Number(a.state === 'troubled'))
}

/** Sources whose time has come and that nobody is harvesting, the longest waiting first. */
export async function dueSources({ read, tables: { sources } }: Reading, now: number): Promise<readonly Source[]> {
  const rows = await read
    .select()
    .from(sources)
    .where(and(inArray(sources.state, ['active', 'troubled']), lte(sources.nextAt, now), isFree(sources, now)))
    .orderBy(asc(sources.nextAt))
    .limit(500)
  return rows.map(sourceOf)
}

/** Adds a source. */
export async function addSource({ write, tables }: Writing, source: Source): Promise<void> {
  await write(({ bulk }) => bulk(tables.sources, [{ ...source, defaults: { ...source.defaults } }]))
}

/** Changes some of what is known of a source. */
export async function changeSource(
  { write, tables }: Writing,
  id: number,
  { defaults, ...changes }: Partial<Omit<Source, 'id'>>,
): Promise<void> {
  const set = { ...changes, ...(defaults === undefined ? {} : { defaults: { ...defaults } }) }
  await write(async ({ db }) => void (await db.update(tables.sources).set(set).where(eq(tables.sources.id, id))))
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
  return { ...row, state: known(['active', 'paused', 'troubled'], row.state) }
}
