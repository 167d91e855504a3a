import { and, asc, count, desc, eq, gt, inArray, lt, or } from 'drizzle-orm'
import {
  BATCH_STATES,
  type BatchCounts,
  type BatchLine,
  type BatchOptions,
  type BatchState,
  type BatchStep,
  LINE_OUTCOMES,
  NO_COUNTS,
} from '../../../pipeline/model/batch.ts'
import { known } from '../entry-rows.ts'
import type { Storage, Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'

/** One import run, whatever its road. */
export interface Batch {
  readonly id: number
  readonly organisation: string
  readonly serviceType: string
  readonly source: number | null
  readonly road: string
  readonly name: string
  readonly person: number | null
  readonly startedAt: number
  /** Null while it is under way, or was cut short. */
  readonly endedAt: number | null
  /** Arrivals treated so far. */
  readonly total: number
  readonly counts: BatchCounts
  readonly state: BatchState
  /** Digest of the raw input, while it is kept. */
  readonly input: string | null
  /** Saved mapping it was read by. */
  readonly mapping: number | null
  readonly options: BatchOptions
  /** Highest number it wrote; while it is undone, the highest that still stands. */
  readonly lastId: number | null
  readonly undoneAt: number | null
  readonly undonePerson: number | null
}

/** What a batch begins with. */
export const NEW_BATCH = {
  ...{ source: null, person: null, endedAt: null, total: 0, counts: NO_COUNTS },
  ...{ input: null, mapping: null, options: {}, lastId: null, undoneAt: null, undonePerson: null },
} as const

type Stored = Pick<Storage, 'tables' | 'write' | 'newIds'>
type Reading = Pick<Storage, 'read' | 'tables'>

/** A batch stands elsewhere than whoever writes believed: another is at it, or it is being undone. */
export class BatchMovedOn extends Error {
  readonly batch: number
  constructor(batch: number) {
    super('batch moved on')
    this.batch = batch
  }
}

/** Opens a batch. */
export async function startBatch({ tables, write }: Pick<Stored, 'tables' | 'write'>, batch: Batch): Promise<void> {
  await write((writer) => putBatch(tables, writer, batch))
}

/** Opens a batch within a transaction. */
export async function putBatch(tables: Tables, { bulk }: Writer, batch: Batch): Promise<void> {
  await bulk(tables.batches, [{ ...batch, options: { ...batch.options } }])
}

/** Writes how far a batch has come, within the transaction of what it changed; throws `BatchMovedOn` where it stands elsewhere. */
export async function writeBatchStep(tables: Tables, { db, bulk }: Writer, step: BatchStep): Promise<void> {
  const { batches, batchLines } = tables
  const { batch, from, lines } = step
  const { firstId, ...to } = step.to
  const stands = and(
    eq(batches.id, batch),
    eq(batches.state, from.state),
    from.total === undefined ? undefined : eq(batches.total, from.total),
    from.lastId === undefined ? undefined : eq(batches.lastId, from.lastId),
  )
  const rows = await db.update(batches).set(to).where(stands).returning({ options: batches.options })
  const [row] = rows
  if (!row) throw new BatchMovedOn(batch)
  if (firstId !== undefined)
    await db
      .update(batches)
      .set({ options: { ...row.options, firstId } })
      .where(eq(batches.id, batch))
  await bulk(
    batchLines,
    lines.map(({ id, line, outcome, entry, problem }) => ({
      ...{ id, batch, line, outcome, entry: entry ?? null },
      ...{ field: problem.field ?? null, code: problem.code, params: { ...problem.params } },
    })),
  )
}

/** Changes what is known of a batch within a transaction, if it stands where believed: false otherwise. */
export async function changeBatch(
  { batches }: Tables,
  { db }: Writer,
  changing: { readonly id: number; readonly from: readonly BatchState[]; readonly to: Partial<Omit<Batch, 'id'>> },
): Promise<boolean> {
  const { id, from, to } = changing
  const { options, ...set } = to
  const stands = and(eq(batches.id, id), inArray(batches.state, [...from]))
  const all = { ...set, ...(options === undefined ? {} : { options: { ...options } }) }
  const rows = await db.update(batches).set(all).where(stands).returning({ id: batches.id })
  return rows.length > 0
}

/** Notes by which road a batch came, once its file was recognised. */
export async function noteRoad(
  { tables, write }: Pick<Stored, 'tables' | 'write'>,
  id: number,
  road: string,
): Promise<void> {
  await write(async ({ db }) => void (await db.update(tables.batches).set({ road }).where(eq(tables.batches.id, id))))
}

/** Notes under which digest the raw input of a batch is kept. */
export async function noteInput(
  { tables, write }: Pick<Stored, 'tables' | 'write'>,
  id: number,
  input: string,
): Promise<void> {
  await write(async ({ db }) => void (await db.update(tables.batches).set({ input }).where(eq(tables.batches.id, id))))
}

/** Forgets the lines of a batch within a transaction: those of its rehearsal, once it is applied. */
export async function forgetLines({ batchLines }: Tables, { db }: Writer, batch: number): Promise<void> {
  await db.delete(batchLines).where(eq(batchLines.batch, batch))
}

/** Forgets a batch within a transaction, with its lines. */
export async function forgetBatch(tables: Tables, writer: Writer, batch: number): Promise<void> {
  await forgetLines(tables, writer, batch)
  await writer.db.delete(tables.batches).where(eq(tables.batches.id, batch))
}

/** One batch. */
export async function readBatch({ read, tables }: Reading, id: number): Promise<Batch | undefined> {
  const [row] = await read.select().from(tables.batches).where(eq(tables.batches.id, id))
  return row && batchOf(row)
}

/** Batches of these organisations, newest first; `before` is the number of the last one already seen. */
export async function listBatches(
  { read, tables: { batches } }: Reading,
  asked: {
    readonly organisations: readonly string[]
    readonly source?: number | undefined
    readonly before?: number | undefined
    readonly limit: number
  },
): Promise<readonly Batch[]> {
  const conditions = and(
    inArray(batches.organisation, [...asked.organisations]),
    asked.source === undefined ? undefined : eq(batches.source, asked.source),
    asked.before === undefined ? undefined : lt(batches.id, asked.before),
  )
  const rows = await read.select().from(batches).where(conditions).orderBy(desc(batches.id)).limit(asked.limit)
  return rows.map(batchOf)
}

/** What of a batch's lines to read: what went wrong or is to be known, samples of a rehearsal and what of it is perhaps there already, what undoing left as it was. */
export type LineKind = 'problems' | 'samples' | 'likely' | 'kept'

const OUTCOMES: Readonly<Record<LineKind, readonly BatchLine['outcome'][]>> = {
  problems: ['duplicate', 'refused', 'file', 'warning'],
  samples: ['new', 'changed', 'same', 'gone'],
  likely: ['likely'],
  kept: ['kept'],
}

/** Lines kept with a batch in the order of the file; `after` is the last one already seen. */
export async function batchProblems(
  { read, tables: { batchLines } }: Reading,
  asked: {
    readonly batch: number
    readonly after?: { readonly line: number; readonly id: number } | undefined
    readonly limit: number
    /** Problems where nothing is said. */
    readonly kind?: LineKind
    /** Of these only. */
    readonly outcome?: BatchLine['outcome']
  },
): Promise<readonly (BatchLine & { readonly id: number })[]> {
  const outcomes = asked.outcome === undefined ? OUTCOMES[asked.kind ?? 'problems'] : [asked.outcome]
  const { line, id } = batchLines
  const { after } = asked
  const beyond = after && or(gt(line, after.line), and(eq(line, after.line), gt(id, after.id)))
  const which = and(eq(batchLines.batch, asked.batch), inArray(batchLines.outcome, [...outcomes]), beyond)
  const rows = await read.select().from(batchLines).where(which).orderBy(asc(line), asc(id)).limit(asked.limit)
  return rows.map((row) => ({
    id: row.id,
    line: row.line,
    outcome: known(LINE_OUTCOMES, row.outcome),
    entry: row.entry ?? undefined,
    problem: { code: row.code ?? '', ...(row.field === null ? {} : { field: row.field }), params: row.params },
  }))
}

/** How many lines of a kind a batch keeps. */
export async function countLines(
  { read, tables: { batchLines } }: Reading,
  batch: number,
  kind: LineKind,
): Promise<number> {
  const [row] = await read
    .select({ total: count() })
    .from(batchLines)
    .where(and(eq(batchLines.batch, batch), inArray(batchLines.outcome, [...OUTCOMES[kind]])))
  return row?.total ?? 0
}

function batchOf(row: Reading['tables']['batches']['$inferSelect']): Batch {
  return { ...row, state: known(BATCH_STATES, row.state), counts: { ...NO_COUNTS, ...row.counts } }
}
