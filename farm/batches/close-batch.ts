import { together } from '../../pipeline/changes.ts'
import type { BatchLine, BatchStep } from '../../pipeline/model/batch.ts'
import { ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Ports } from '../../pipeline/ports.ts'
import type { Batch } from '../storage/gateways/batch-store.ts'

/** How a batch ends, and what is told of it as a whole. */
export interface Ending {
  readonly state: 'rehearsed' | 'applied' | 'failed'
  readonly problems: readonly Problem[]
  /** How far it had come, where that is further than the batch as read. */
  readonly total?: number
}

/** Ends a batch, with the problems of its file as a whole; problem: `batch-moved-on`. */
export async function closeBatch(
  { ports }: { readonly ports: Ports },
  { id, state: from, total: before }: Pick<Batch, 'id' | 'state' | 'total'>,
  { state, problems, total = before }: Ending,
): Promise<Result<void>> {
  const outcome = state === 'failed' ? 'file' : 'warning'
  const lines = problems.map((problem) => ({ line: problem.line ?? 0, outcome, problem }) as const)
  const to = { state, endedAt: ports.now() }
  const step: BatchStep = { batch: id, from: { state: from, total }, to, lines: await numbered(ports, lines) }
  const committed = await ports.commit(together([{ batches: [step] }]))
  return committed.ok ? ok(undefined) : committed
}

/** Lines with the numbers they are kept under. */
export async function numbered(ports: Ports, lines: readonly BatchLine[]): Promise<BatchStep['lines']> {
  if (lines.length === 0) return []
  const ids = await ports.newIds(lines.length)
  return lines.map((line, i) => ({ ...line, id: ids[i] ?? 0 }))
}
