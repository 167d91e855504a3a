import { and, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import { among } from '../among.ts'
import type { Storage } from '../storage.ts'

/** Which published entries a change of rules may concern. */
export interface Concern {
  /** Kinds and terms an entry must have, one way or another; null for every published entry. */
  readonly ways: readonly ConcernedWay[] | null
  /** Whatever these sections hold now is concerned as well. */
  readonly held: readonly number[]
  /** Only entries with one of these terms: what lies in a territory, or under a theme, that changed; null for all. */
  readonly touching: readonly string[] | null
  /** Only entries published at that instant or later. */
  readonly since: number | null
}

/** One of these kinds, and one term of each of these lists; null for any kind. */
export interface ConcernedWay {
  readonly serviceTypes: readonly string[] | null
  readonly terms: readonly (readonly string[])[]
}

/** One stretch of the entries, walked from the newest to the oldest. */
export interface Stretch {
  /** Numbers of the concerned entries in it, newest first. */
  readonly concerned: readonly number[]
  /** Its lowest number; null where no entry is left. */
  readonly low: number | null
  /** How many entries it spans, concerned or not. */
  readonly span: number
}

// Long enough to be worth a question, short enough for others to be served before the next.
const SPAN = 1_000

/** The stretch of entries below that number, and which of them are concerned. */
export async function nextStretch(
  storage: Pick<Storage, 'read' | 'tables' | 'dialect'>,
  { before, ...concern }: Concern & { readonly before: number },
): Promise<Stretch> {
  const { read, tables } = storage
  const { entries } = tables
  const ids = read
    .select({ id: entries.id })
    .from(entries)
    .where(lt(entries.id, before))
    .orderBy(sql`${entries.id} desc`)
    .limit(SPAN)
    .as('stretch')
  const [bounds] = await read
    .select({ low: sql<number | null>`min(${ids.id})`, span: sql<number>`count(*)`.mapWith(Number) })
    .from(ids)
  if (!bounds || bounds.low === null) return { concerned: [], low: null, span: 0 }
  const low = Number(bounds.low)
  // Written so that no index answers it: the stretch is short, and what is published is not.
  const isPublished = sql`(${entries.state} || '') = 'published'`
  const rows = await read
    .select({ id: entries.id })
    .from(entries)
    .where(and(gte(entries.id, low), lt(entries.id, before), isPublished, isConcerned(storage, concern)))
    .orderBy(sql`${entries.id} desc`)
  return { concerned: rows.map(({ id }) => id), low, span: bounds.span }
}

/** How many entries there are to walk. */
export async function countEntries({ read, tables }: Pick<Storage, 'read' | 'tables'>): Promise<number> {
  const [row] = await read.select({ total: sql<number>`count(*)`.mapWith(Number) }).from(tables.entries)
  return row?.total ?? 0
}

type Asking = Pick<Storage, 'tables' | 'dialect'>

function isConcerned(storage: Asking, { ways, held, touching, since }: Concern): SQL | undefined {
  const { entries } = storage.tables
  const asked = ways === null ? undefined : or(...ways.map((way) => goesThatWay(storage, way)), isHeld(storage, held))
  return and(
    since === null ? undefined : gte(entries.publishedAt, since),
    touching === null ? undefined : hasTerm(storage, touching),
    asked,
  )
}

function goesThatWay(storage: Asking, { serviceTypes, terms }: ConcernedWay): SQL | undefined {
  const { entries } = storage.tables
  const kinds = serviceTypes === null ? undefined : inArray(entries.serviceType, [...serviceTypes])
  return and(sql`true`, kinds, ...terms.map((some) => hasTerm(storage, some)))
}

function hasTerm({ tables: { entries, entryTerms }, dialect }: Asking, terms: readonly string[]): SQL {
  // Of a long list the entry's own few terms are looked up in it, rather than each of the list among them.
  const term = terms.length > 12 ? sql`(${entryTerms.term} || '')` : entryTerms.term
  return sql`exists (select 1 from ${entryTerms} where ${entryTerms.entry} = ${entries.id} and ${among(dialect, sql`${term}`, terms)})`
}

function isHeld({ tables: { entries, deliveries } }: Asking, held: readonly number[]): SQL | undefined {
  if (held.length === 0) return undefined
  const shown = and(
    eq(deliveries.entry, entries.id),
    inArray(deliveries.subscription, [...held]),
    inArray(deliveries.state, ['live', 'pending']),
  )
  return sql`exists (select 1 from ${deliveries} where ${shown})`
}
