import { ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { BatchReport } from '../batches/batch-report.ts'
import { type ImportRequest, type ImportRoom, importBatch } from '../batches/import-batch.ts'
import { readContent } from '../batches/read-content.ts'
import { likelyLines } from './likely-lines.ts'

/**
 * Says what would become of a file and writes nothing, with what its new lines look like among what is here; a file of which only the
 * items are given is not read twice. Problems: those of `importBatch`.
 */
export async function rehearseImport(room: ImportRoom, request: ImportRequest): Promise<Result<BatchReport>> {
  const done = await importBatch(room, { ...request, dryRun: true })
  if (!done.ok || done.value.new === 0 || 'items' in request.content) return done
  const likely = await likelyIn(room, request)
  const problems = [...done.value.problems, ...likely].toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0))
  return ok({ ...done.value, problems, problemCount: done.value.problemCount + likely.length })
}

async function likelyIn(room: ImportRoom, request: ImportRequest): Promise<readonly Problem[]> {
  const knowledge = await room.ports.knowledge()
  const serviceType = knowledge.serviceType(request.serviceType)
  if (!serviceType) return []
  const read = await readContent(request.content, { serviceType, knowledge, defaults: request.defaults })
  if (!read.ok) return []
  const { organisation, actor, source, defaults, signal } = request
  const about = { serviceType: serviceType.id, organisation, actor, source, defaults, signal }
  const lines = await likelyLines(room, { ...about, content: read.value })
  return lines.map(({ line, problem }) => ({ ...problem, line }))
}
