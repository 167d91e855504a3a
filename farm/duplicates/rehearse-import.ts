import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { BatchReport } from '../batches/batch-report.ts'
import { importBatch } from '../batches/import-batch.ts'
import type { ImportRequest, ImportRoom } from '../batches/import-request.ts'
import { readContent } from '../batches/read-content.ts'
import { type LikelyLines, likelyLines } from './likely-lines.ts'

/** A file to be rehearsed. */
export interface Rehearsing extends ImportRequest {
  /** Only so many of its items, where somebody waits for the answer; `rehearsed-first-only` { max } says so. */
  readonly most?: number | undefined
}

/**
 * Says what would become of a file and writes nothing, with what its new lines look like among what is here; a file of which only the
 * items are given is not read twice. Problems: those of `importBatch`.
 */
export async function rehearseImport(room: ImportRoom, { most, ...request }: Rehearsing): Promise<Result<BatchReport>> {
  if (most !== undefined) return rehearseFirst(room, request, most)
  const done = await importBatch(room, { ...request, dryRun: true })
  if (!done.ok || done.value.new === 0 || 'items' in request.content) return done
  const { lines, partly } = await likelyIn(room, request)
  const likely = lines.map(({ line, problem }): Problem => ({ ...problem, line }))
  const problems = [...done.value.problems, ...likely].toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0))
  const warnings = [...done.value.warnings, ...partly]
  return ok({ ...done.value, problems, problemCount: done.value.problemCount + likely.length, warnings })
}

async function rehearseFirst(room: ImportRoom, request: ImportRequest, most: number): Promise<Result<BatchReport>> {
  const knowledge = await room.ports.knowledge()
  const serviceType = knowledge.serviceType(request.serviceType)
  if (!serviceType) return fail({ code: 'unknown-service-type', params: { value: request.serviceType } })
  const read = await readContent(request.content, { serviceType, knowledge, defaults: request.defaults })
  if (!read.ok) return read
  const content = { items: Iterator.from(read.value.items).take(most), road: read.value.road }
  const done = await importBatch(room, { ...request, content, dryRun: true })
  if (!done.ok) return done
  const cut = done.value.total < most ? [] : [{ code: 'rehearsed-first-only', params: { max: most } }]
  return ok({ ...done.value, warnings: [...done.value.warnings, ...read.value.warnings(), ...cut] })
}

// Somebody waits for the answer; of a file left with the farm, the job behind its rehearsal looks at many more.
const LOOKED_AT = 5_000

async function likelyIn(room: ImportRoom, request: ImportRequest): Promise<LikelyLines> {
  const knowledge = await room.ports.knowledge()
  const serviceType = knowledge.serviceType(request.serviceType)
  if (!serviceType) return NOTHING
  const { organisation, actor, source, defaults, signal, content } = request
  const open = async () => {
    const read = await readContent(content, { serviceType, knowledge, defaults })
    return read.ok ? ok({ ...read.value, close: async () => {} }) : read
  }
  const isOver = async () => signal?.aborted ?? false
  const about = { serviceType: serviceType.id, organisation, actor, source, defaults }
  const found = await likelyLines(room, { ...about, open, isOver, most: LOOKED_AT })
  return found.ok ? found.value : NOTHING
}

const NOTHING: LikelyLines = { lines: [], partly: [] }
