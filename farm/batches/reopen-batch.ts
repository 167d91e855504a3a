import type { Bytes } from '../../pipeline/intake/byte-source.ts'
import type { Actor } from '../../pipeline/model/actor.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { Batch } from '../storage/gateways/batch-store.ts'
import type { FileBytes } from './file-bytes.ts'
import { permittedImport } from './import-batch.ts'
import type { ImportRoom } from './import-request.ts'
import { openInput } from './kept-input.ts'
import { mappingOf } from './mappings.ts'
import { keepingRoom } from './prepare-batch.ts'
import { type ReadContent, readContent } from './read-content.ts'

/** The kept input of a batch, read as the batch asks; whoever opened it closes it. */
export interface Reopened extends ReadContent {
  close(): Promise<void>
}

/**
 * Opens the kept input of a batch and reads it as that batch was asked, as far as this person may import there. Problems: `input-gone`,
 * those of `permittedImport`, of `mappingOf` and of `readContent`.
 */
export async function reopenBatch(
  room: ImportRoom,
  { batch, actor }: { readonly batch: Batch; readonly actor: Actor },
): Promise<Result<Reopened>> {
  const input = await inputOf(room, batch)
  if (!input.ok) return input
  const close = () => input.value.close()
  try {
    const read = await readAgain(room, { batch, actor, bytes: input.value })
    if (read.ok) return ok({ ...read.value, close })
    await close()
    return read
  } catch (error) {
    await close()
    throw error
  }
}

async function inputOf(room: ImportRoom, { input }: Batch): Promise<Result<FileBytes>> {
  const keeping = keepingRoom(room)
  return keeping.ok && input !== null ? openInput(keeping.value.files, input) : fail({ code: 'input-gone' })
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
