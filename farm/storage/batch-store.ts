import { and, asc, desc, eq, gt, inArray, lt } from 'drizzle-orm'
import type { Problem } from '../../pipeline/model/problem.ts'
import type { Arrival } from '../../pipeline/model/submission.ts'
import type { Storage } from './storage.ts'

/** How many arrivals of a batch had each outcome. */
export type BatchCounts = Readonly<Record<Arrival['outcome'], number>>

/** One import run, whatever its road; without `endedAt` it is under way, or was cut short. */
export interface Batch {
  readonly id: number
  readonly organisation: string
  readonly serviceType: string
  readonly source: number | null
  readonly road: string
  readonly name: string
  readonly person: number | null
  readonly startedAt: number
  readonly endedAt: number | null
  /** Arrivals treated so far. */
  readonly total: number
  readonly counts: BatchCounts
}

/** A problem kept with its batch; line 0 stands for the file as a whole. */
export interface BatchLine {
  readonly line: number
  readonly outcome: 'duplicate' | 'refused' | 'file' | 'warning'
  readonly entry?: number | undefined
  readonly problem: Problem
}

/** Nothing counted yet. */
export const NO_COUNTS: BatchCounts = { new: 0, changed: 0, same: 0, duplicate: 0, refused: 0 }

type Stored = Pick<Storage, 'tables' | 'write' | 'newIds'>
type Reading = Pick<Storage, 'read' | 'tables'>

/** Opens a batch. */
export async function startBatch({ tables, write }: Stored, batch: Batch): Promise<void> {
  await write(({ bulk }) => bulk(tables.batches, [batch]))
}

/** Notes how far a batch has come and what was wrong on the way; `endedAt` closes it. */
export async function noteBatch(
  { tables, write, newIds }: Stored,
  batch: Pick<Batch, 'id' | 'total' | 'counts' | 'endedAt'>,
  lines: readonly BatchLine[],
): Promise<void> {
  const { id, total, counts, endedAt } = batch
  const ids = lines.length === 0 ? [] : await newIds(lines.length)
  const rows = lines.map(({ line, outcome, entry, problem }, i) => ({
    id: ids[i] ?? 0,
    batch: id,
    line,
    outcome,
    entry: entry ?? null,
    field: problem.field ?? null,
    code: problem.code,
    params: { ...problem.params },
  }))
  await write(async ({ db, bulk }) => {
    await db.update(tables.batches).set({ total, counts, endedAt }).where(eq(tables.batches.id, id))
    await bulk(tables.batchLines, rows)
  })
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

/** Problems kept with a batch in the order of its lines; `after` is the number of the last one already seen. */
export async function batchProblems(
  { read, tables: { batchLines } }: Reading,
  asked: { readonly batch: number; readonly after?: number | undefined; readonly limit: number },
): Promise<readonly (BatchLine & { readonly id: number })[]> {
  const rows = await read
    .select()
    .from(batchLines)
    .where(and(eq(batchLines.batch, asked.batch), gt(batchLines.id, asked.after ?? 0)))
    .orderBy(asc(batchLines.id))
    .limit(asked.limit)
  return rows.map((row) => ({
    id: row.id,
    line: row.line,
    outcome: OUTCOMES.find((one) => one === row.outcome) ?? 'refused',
    entry: row.entry ?? undefined,
    problem: { code: row.code ?? '', ...(row.field === null ? {} : { field: row.field }), params: row.params },
  }))
}

const OUTCOMES = ['duplicate', 'refused', 'file', 'warning'] as const

function batchOf(row: Reading['tables']['batches']['$inferSelect']): Batch {
  return { ...row, counts: { ...NO_COUNTS, ...row.counts } }
}
