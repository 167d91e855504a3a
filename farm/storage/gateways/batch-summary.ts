import { and, asc, count, desc, eq, inArray, min } from 'drizzle-orm'
import type { Problem } from '../../../pipeline/model/problem.ts'
import type { Storage } from '../storage.ts'

/** Problems of a batch that say the same of the same field: how many there are, and the first of them. */
export interface ProblemGroup {
  readonly count: number
  readonly problem: Problem
}

const TOLD = ['duplicate', 'refused', 'file', 'warning']

/** What went wrong in a batch, or is to be known of it, told once for all its lines: what most of them say comes first. */
export async function groupProblems(
  { read, tables: { batchLines } }: Pick<Storage, 'read' | 'tables'>,
  batch: number,
): Promise<readonly ProblemGroup[]> {
  const { id, line, outcome, field, code, params } = batchLines
  const groups = await read
    .select({ first: min(id), total: count() })
    .from(batchLines)
    .where(and(eq(batchLines.batch, batch), inArray(outcome, TOLD)))
    .groupBy(outcome, field, code)
    .orderBy(desc(count()), asc(min(id)))
  const firsts = groups.flatMap(({ first }) => first ?? [])
  const rows = await read.select({ id, line, field, code, params }).from(batchLines).where(inArray(id, firsts))
  const byId = new Map(rows.map((row) => [row.id, row]))
  return groups.flatMap(({ first, total }) => {
    const row = byId.get(first ?? 0)
    if (!row) return []
    const about = { code: row.code ?? '', params: row.params, line: row.line }
    return [{ count: total, problem: row.field === null ? about : { ...about, field: row.field } }]
  })
}
