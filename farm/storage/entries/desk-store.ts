import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  gte,
  inArray,
  lt,
  lte,
  ne,
  notInArray,
  or,
  type SQL,
  type SQLWrapper,
  sql,
} from 'drizzle-orm'
import type { Entry } from '../../../pipeline/model/entry.ts'
import type { FarmEvent } from '../../../pipeline/ports.ts'
import { entryOf, eventOf } from '../entry-rows.ts'
import { readBatch } from '../gateways/batch-store.ts'
import type { Storage } from '../storage.ts'
import { isWaiting, type Waiting } from './review-queue.ts'

type Reading = Pick<Storage, 'read' | 'tables'>

/** An entry of a staff list, with who wrote it and who has it open. */
export interface DeskEntry {
  readonly entry: Entry
  readonly author: string | null
  readonly takenBy: { readonly id: number; readonly name: string; readonly at: number } | null
}

/** What a staff list asks; every list is bounded by the organisations its reader may see. */
export interface DeskRequest {
  readonly organisations: readonly string[]
  readonly author?: number | undefined
  /** Drafts and what was binned too: to an operator alone, elsewhere drafts show to their author only. */
  readonly everything?: boolean | undefined
  readonly states?: readonly string[] | undefined
  readonly reviews?: readonly string[] | undefined
  /** Only what waits for a person at a step of review. */
  readonly waiting?: Waiting | undefined
  readonly serviceType?: string | undefined
  readonly organisation?: string | undefined
  /** Piece of a title. */
  readonly title?: string | undefined
  /** What a batch brought or corrected, and stands. */
  readonly batch?: number | undefined
  /** Only those of these numbers. */
  readonly among?: readonly number[] | undefined
  /** When it was last changed, in milliseconds: from the first instant, to the one before `until`. */
  readonly changed?: { readonly from?: number | undefined; readonly until?: number | undefined } | undefined
  /** `waiting` puts the longest waiting first, `recent` the last changed. */
  readonly order: 'waiting' | 'recent'
  readonly limit: number
  /** Last row already seen, for the next page: its entry, and when it was changed (`recent`) or proposed (`waiting`). */
  readonly after?: { readonly at: number; readonly entry: number } | undefined
}

/** Reads a staff list. */
export async function deskEntries({ read, tables }: Reading, request: DeskRequest): Promise<readonly DeskEntry[]> {
  const { entries, people, claims } = tables
  const holder = { id: claims.person, at: claims.at }
  const order =
    request.order === 'waiting'
      ? [asc(entries.submittedAt), asc(entries.id)]
      : [desc(entries.updatedAt), desc(entries.id)]
  const rows = await read
    .select({ entry: entries, author: people.name, holder })
    .from(entries)
    .leftJoin(people, eq(people.id, entries.author))
    .leftJoin(claims, eq(claims.entry, entries.id))
    .where(and(...(await deskConditions({ read, tables }, request)), beyond(tables, request)))
    .orderBy(...order)
    .limit(request.limit)
  const names = await personNames(
    { read, tables },
    rows.flatMap((row) => row.holder?.id ?? []),
  )
  return rows.map((row) => ({
    entry: entryOf(row.entry),
    author: row.author,
    takenBy: row.holder && { ...row.holder, name: names.get(row.holder.id) ?? '' },
  }))
}

/** How many entries a staff list holds. */
export async function countDeskEntries(
  { read, tables }: Reading,
  request: Omit<DeskRequest, 'limit' | 'order' | 'after'>,
): Promise<number> {
  const conditions = and(...(await deskConditions({ read, tables }, request)))
  const [row] = await read.select({ total: count() }).from(tables.entries).where(conditions)
  return row?.total ?? 0
}

async function deskConditions(
  reading: Reading,
  request: Omit<DeskRequest, 'limit' | 'order' | 'after'>,
): Promise<(SQL | undefined)[]> {
  const { entries } = reading.tables
  const { author, everything, states, reviews, title, changed } = request
  const shared = everything ? undefined : notInArray(entries.state, ['draft', 'trashed'])
  const binned = states?.includes('trashed')
  return [
    ...deskScope(reading, request),
    author === undefined ? shared : binned ? undefined : ne(entries.state, 'trashed'),
    states && inArray(entries.state, [...states]),
    reviews && inArray(entries.review, [...reviews]),
    request.waiting && isWaiting(reading, request.waiting),
    changed?.from === undefined ? undefined : gte(entries.updatedAt, changed.from),
    changed?.until === undefined ? undefined : lt(entries.updatedAt, changed.until),
    title ? hasTitle(entries.title, title) : undefined,
    request.among && inArray(entries.id, [...request.among]),
    request.batch === undefined ? undefined : await broughtBy(reading, request.batch),
  ]
}

async function broughtBy(reading: Reading, id: number): Promise<SQL> {
  const { revisions, entries } = reading.tables
  const batch = await readBatch(reading, id)
  // Revisions are not indexed by their batch, but lie between two numbers.
  const [low, high] = [batch?.options.firstId ?? id, batch?.lastId ?? 0]
  const brought = reading.read
    .select({ entry: revisions.entry })
    .from(revisions)
    .where(and(gte(revisions.id, low), lte(revisions.id, high), eq(revisions.batch, id)))
  return inArray(entries.id, brought)
}

/** What of a staff list no entry ever stops answering: whose it is, and its kind. */
export function deskScope(
  { tables: { entries } }: Reading,
  { organisations, author, serviceType, organisation }: Partial<DeskRequest>,
): (SQL | undefined)[] {
  return [
    author === undefined ? inArray(entries.organisation, [...(organisations ?? [])]) : eq(entries.author, author),
    serviceType ? eq(entries.serviceType, serviceType) : undefined,
    organisation ? eq(entries.organisation, organisation) : undefined,
  ]
}

/** Whether a title holds that piece, in capitals or not as the database knows them. */
export function hasTitle(title: SQLWrapper, piece: string): SQL {
  return sql`lower(${title}) like lower(${`%${piece.replace(/[%_\\]/g, ' ')}%`})`
}

function beyond(
  { entries }: Storage['tables'],
  { order, after }: Pick<DeskRequest, 'order' | 'after'>,
): SQL | undefined {
  if (!after) return undefined
  const [sorted, past] = order === 'waiting' ? ([entries.submittedAt, gt] as const) : ([entries.updatedAt, lt] as const)
  return or(past(sorted, after.at), and(eq(sorted, after.at), past(entries.id, after.entry)))
}

/** Names of people by their numbers. */
export async function personNames(
  { read, tables }: Reading,
  ids: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map()
  const { people } = tables
  const rows = await read
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, [...new Set(ids)]))
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Everything that happened to an entry, newest first. */
export async function entryHistory({ read, tables }: Reading, entry: number): Promise<readonly FarmEvent[]> {
  const { events } = tables
  const rows = await read
    .select()
    .from(events)
    .where(eq(events.entry, entry))
    .orderBy(desc(events.at), desc(events.id))
    .limit(200)
  return rows.map(eventOf)
}
