import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { ImportRequest, ImportRoom } from '../batches/import-request.ts'
import { readContent } from '../batches/read-content.ts'
import { type Look, lookAt } from './look-at.ts'

/** What the content of an import looks like; the problems of a file that cannot be read at all. */
export async function lookAtContent(
  { ports }: ImportRoom,
  { content, serviceType: asked, defaults }: ImportRequest,
): Promise<Result<Look>> {
  const knowledge = await ports.knowledge()
  const serviceType = knowledge.serviceType(asked)
  if (!serviceType) return fail({ code: 'unknown-service-type', params: { value: asked } })
  const read = await readContent(content, { serviceType, knowledge, defaults })
  if (!read.ok) return read
  const look = lookAt(read.value.road, read.value.items)
  return ok({ ...look, cut: read.value.warnings().some(({ code }) => code === 'truncated-feed') })
}
