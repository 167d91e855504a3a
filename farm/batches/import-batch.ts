import { isMapping } from '../../pipeline/intake/mapping/mapping.ts'
import { personOf } from '../../pipeline/model/actor.ts'
import type { BatchOptions } from '../../pipeline/model/batch.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { type Batch, NEW_BATCH, noteInput, startBatch } from '../storage/gateways/batch-store.ts'
import type { BatchReport } from './batch-report.ts'
import { closeBatch } from './close-batch.ts'
import type { ImportRequest, ImportRoom } from './import-request.ts'
import { keepInput } from './kept-input.ts'
import { readContent } from './read-content.ts'
import { runBatch } from './run-batch.ts'

/**
 * Takes a whole file or feed into the farm as one batch, 500 items at a time, each chunk whole or not at all. One bad item never
 * holds back the others; a file that cannot be read at all is a problem, and the batch keeps it too.
 */
export async function importBatch(room: ImportRoom, request: ImportRequest): Promise<Result<BatchReport>> {
  const knowledge = await room.ports.knowledge()
  const allowed = permittedImport(request, knowledge)
  if (!allowed.ok) return allowed
  const { content, defaults, dryRun = false } = request
  const read = await readContent(content, { serviceType: allowed.value, knowledge, defaults })
  const batch = dryRun ? null : await openBatch(room, request, read.ok ? read.value.road : 'unknown')
  if (!read.ok) {
    if (batch) await closeBatch(room, batch, { state: 'failed', problems: read.problems })
    return read
  }
  const run = await runBatch(room, { ...request, content: read.value, batch, rehearse: dryRun })
  if (run.ok && batch && request.source !== undefined) await keepIfNeeded(room, request, run.value)
  return run
}

// A source gives the same again and again: its input is worth keeping only where something came of it.
async function keepIfNeeded(
  { storage, files }: ImportRoom,
  { content }: ImportRequest,
  { batch, total, same }: BatchReport,
): Promise<void> {
  if (files === undefined || batch === null || !('bytes' in content) || total === same) return
  await noteInput(storage, batch, await keepInput(files, content.bytes))
}

/** The service type asked for, if there is such a one and this person may import into that body. */
export function permittedImport(
  { actor, organisation, serviceType: asked }: Pick<ImportRequest, 'actor' | 'organisation' | 'serviceType'>,
  knowledge: Knowledge,
): Result<ServiceType> {
  const serviceType = knowledge.serviceType(asked)
  if (!serviceType) return fail({ code: 'unknown-service-type', params: { value: asked } })
  if (!knowledge.organisations.get(organisation))
    return fail({ code: 'unknown-organisation', params: { value: organisation } })
  const allowed = may(actor, { action: 'import', organisation, serviceType: asked }, knowledge)
  return allowed.yes ? ok(serviceType) : fail({ code: 'not-allowed', params: { reason: allowed.because } })
}

async function openBatch({ ports, storage, files }: ImportRoom, request: ImportRequest, road: string): Promise<Batch> {
  const [id = 0] = await ports.newIds(1)
  const { name, organisation, serviceType, actor, source = null, mapping = null, content } = request
  const keeps = files !== undefined && 'bytes' in content && source === null
  const input = keeps ? await keepInput(files, content.bytes) : null
  const about = { id, name, organisation, serviceType, source, mapping, road, input, person: personOf(actor) }
  const options = optionsOf(request)
  const batch: Batch = { ...NEW_BATCH, ...about, options, state: 'applying', startedAt: ports.now(), lastId: id }
  await startBatch(storage, batch)
  return batch
}

function optionsOf({ content, defaults, mapping: saved }: ImportRequest): BatchOptions {
  const { mediaType, baseUrl, mapping } = 'bytes' in content ? content : {}
  const columns = saved === undefined && !isMapping(mapping) ? mapping : undefined
  return batchOptions({ mediaType, baseUrl, columns, defaults })
}

/** What a batch remembers of how it was asked; blanks are left out. */
export function batchOptions(asked: BatchOptions): BatchOptions {
  const said = Object.entries(asked).filter(
    ([, value]) => value !== undefined && (typeof value !== 'object' || Object.keys(value).length > 0),
  )
  return Object.fromEntries(said)
}
