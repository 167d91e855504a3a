import type { Actor } from '../../pipeline/model/actor.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { type Batch, noteRoad, readBatch } from '../storage/batch-store.ts'
import type { BatchReport } from './batch-report.ts'
import { closeBatch } from './close-batch.ts'
import { type ImportRoom, permittedImport } from './import-batch.ts'
import { readInput } from './kept-input.ts'
import { mappingOf } from './mappings.ts'
import { keepingRoom } from './prepare-batch.ts'
import { type BatchContent, type ReadContent, readContent } from './read-content.ts'
import { runBatch } from './run-batch.ts'

/** Who works on a batch, and how it is followed. */
export interface WorkingOn {
  readonly batch: number
  readonly actor: Actor
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number) => void) | undefined
}

/**
 * Rehearses or applies a batch from its kept input, whichever it waits for, and goes on where it was cut short. A file that cannot be
 * read ends it as failed, with its problems.
 */
export async function workBatch(room: ImportRoom, { batch: id, ...working }: WorkingOn): Promise<Result<BatchReport>> {
  const batch = await readBatch(room.storage, id)
  if (!batch) return fail({ code: 'unknown-batch' })
  if (batch.state !== 'rehearsing' && batch.state !== 'applying') return fail({ code: 'batch-moved-on' })
  const read = await readAgain(room, batch, working.actor)
  if (!read.ok) {
    const closed = await closeBatch(room, batch, { state: 'failed', problems: read.problems })
    return closed.ok ? read : closed
  }
  await noteRoad(room.storage, id, read.value.road)
  const { serviceType, organisation, source, options, state } = batch
  const about = { serviceType, organisation, source: source ?? undefined, defaults: options.defaults }
  return runBatch(room, { ...about, ...working, content: read.value, batch, rehearse: state === 'rehearsing' })
}

async function readAgain(room: ImportRoom, batch: Batch, actor: Actor): Promise<Result<ReadContent>> {
  const knowledge = await room.ports.knowledge()
  const allowed = permittedImport({ ...batch, actor }, knowledge)
  if (!allowed.ok) return allowed
  const content = await contentOf(room, batch)
  if (!content.ok) return content
  return readContent(content.value, { serviceType: allowed.value, knowledge, defaults: batch.options.defaults })
}

async function contentOf(room: ImportRoom, { input, mapping, options }: Batch): Promise<Result<BatchContent>> {
  const keeping = keepingRoom(room)
  if (!keeping.ok || input === null) return fail({ code: 'input-gone' })
  const found = mapping === null ? ok(options.columns) : await mappingOf(room, mapping)
  if (!found.ok) return found
  const { mediaType, baseUrl } = options
  return ok({ bytes: await readInput(keeping.value.files, input), mediaType, baseUrl, mapping: found.value })
}
