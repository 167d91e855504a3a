import type { Bytes } from '../../pipeline/intake/byte-source.ts'
import type { Actor } from '../../pipeline/model/actor.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { type Batch, noteRoad, readBatch } from '../storage/batch-store.ts'
import type { BatchReport } from './batch-report.ts'
import { closeBatch } from './close-batch.ts'
import type { FileBytes } from './file-bytes.ts'
import { type ImportRoom, permittedImport } from './import-batch.ts'
import { forgetInput, openInput } from './kept-input.ts'
import { mappingOf } from './mappings.ts'
import { isDamage } from './packed-file.ts'
import { keepingRoom } from './prepare-batch.ts'
import { type ReadContent, readContent } from './read-content.ts'
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
  const input = await inputOf(room, batch)
  try {
    const read = input.ok ? await readAgain(room, { batch, actor: working.actor, bytes: input.value }) : input
    if (!read.ok) {
      const closed = await closeBatch(room, batch, { state: 'failed', problems: read.problems })
      return closed.ok ? read : closed
    }
    await noteRoad(room.storage, id, read.value.road)
    const { serviceType, organisation, source, options, state } = batch
    const about = { serviceType, organisation, source: source ?? undefined, defaults: options.defaults }
    return await runBatch(room, { ...about, ...working, content: read.value, batch, rehearse: state === 'rehearsing' })
  } catch (error) {
    if (!isDamage(error)) throw error
    return damaged(room, batch)
  } finally {
    if (input.ok) await input.value.close()
  }
}

async function inputOf(room: ImportRoom, { input }: Batch): Promise<Result<FileBytes>> {
  const keeping = keepingRoom(room)
  return keeping.ok && input !== null ? openInput(keeping.value.files, input) : fail({ code: 'input-gone' })
}

// Found while it was read: what was written before stands, and can be undone.
async function damaged(room: ImportRoom, { id, input }: Batch): Promise<Result<BatchReport>> {
  const problem = { code: 'input-gone' }
  const reached = await readBatch(room.storage, id)
  if (reached) await closeBatch(room, reached, { state: 'failed', problems: [problem] })
  if (room.files !== undefined && input !== null) await forgetInput(room.files, input)
  return fail(problem)
}

interface Again {
  readonly batch: Batch
  readonly actor: Actor
  readonly bytes: Bytes
}

async function readAgain(room: ImportRoom, { batch, actor, bytes }: Again): Promise<Result<ReadContent>> {
  const knowledge = await room.ports.knowledge()
  const allowed = permittedImport({ ...batch, actor }, knowledge)
  if (!allowed.ok) return allowed
  const { mediaType, baseUrl, columns, defaults } = batch.options
  const found = batch.mapping === null ? ok(columns) : await mappingOf(room, batch.mapping)
  if (!found.ok) return found
  const content = { bytes, mediaType, baseUrl, mapping: found.value }
  return readContent(content, { serviceType: allowed.value, knowledge, defaults })
}
