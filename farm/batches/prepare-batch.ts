import type { Bytes } from '../../pipeline/intake/byte-source.ts'
import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import type { BatchOptions } from '../../pipeline/model/batch.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { type Batch, NEW_BATCH, putBatch } from '../storage/gateways/batch-store.ts'
import { joinJob } from '../storage/jobs/job-store.ts'
import { batchOptions, permittedImport } from './import-batch.ts'
import type { ImportRoom } from './import-request.ts'
import { keepInput } from './kept-input.ts'
import { openMapping } from './mappings.ts'

/** Work on a batch that was put in the queue. */
export interface AskedWork {
  readonly batch: number
  readonly job: number
}

/** A file to be rehearsed, or imported at once, behind people's backs. */
export interface Preparing extends Omit<BatchOptions, 'firstId' | 'key' | 'expected'> {
  /** The file, or the digest of an input that is kept already. */
  readonly bytes: Bytes | string
  readonly name: string
  readonly serviceType: string
  readonly organisation: string
  readonly actor: Actor
  /** Source whose input it is, in a replay. */
  readonly source?: number | undefined
  /** Saved mapping it is read by. */
  readonly mapping?: number | undefined
  /** Applied without a look at it first. */
  readonly straight?: boolean | undefined
}

/**
 * Keeps a file and puts its rehearsal in the queue, as a batch of its own; the same file asked again before that began is the same
 * batch. Problems: `not-allowed`, `unknown-organisation`, `unknown-service-type`, `unknown-mapping`.
 */
export async function prepareBatch(room: Keeping, asked: Preparing): Promise<Result<AskedWork>> {
  const { ports, storage, files } = room
  const allowed = permittedImport(asked, await ports.knowledge())
  if (!allowed.ok) return allowed
  const { mapping = null, actor, straight = false } = asked
  const found = mapping === null ? ok(undefined) : await openMapping(room, actor, mapping)
  if (!found.ok) return found
  const input = typeof asked.bytes === 'string' ? asked.bytes : await keepInput(files, asked.bytes)
  const [batch = 0, id = 0] = await ports.newIds(2)
  const opened = batchOf(asked, { id: batch, input, startedAt: ports.now() })
  const how = JSON.stringify([opened.serviceType, mapping, opened.options, opened.person])
  const key = `${straight ? 'import' : 'rehearse'} ${opened.organisation} ${how} ${input}`
  const job = { id, kind: 'import', key, payload: { batch }, runAt: ports.now() }
  return storage.write(async (writer) => {
    const answer: AskedWork = { batch, job: id }
    const waiting = { batch }
    const joined = await joinJob(storage.tables, writer, {
      ...job,
      join: (payload) => {
        waiting.batch = Number(payload.batch)
        return { ...payload }
      },
    })
    if (joined !== id) return ok({ batch: waiting.batch, job: joined })
    await putBatch(storage.tables, writer, opened)
    return ok(answer)
  })
}

/** A room that keeps what comes in. */
export type Keeping = ImportRoom & { readonly files: string }

/** The room, if it keeps files; every open farm does. */
export function keepingRoom(room: ImportRoom): Result<Keeping> {
  const { files } = room
  return files === undefined ? fail({ code: 'input-gone' }) : ok({ ...room, files })
}

function batchOf(asked: Preparing, made: Pick<Batch, 'id' | 'startedAt'> & { readonly input: string }): Batch {
  const { name, serviceType, organisation, actor, source = null, mapping = null, straight = false } = asked
  const { mediaType, baseUrl, columns, defaults, replayOf } = asked
  // Later it is done with the rights that key has by then.
  const key = actor.kind === 'partner' ? actor.key : undefined
  const options = batchOptions({ mediaType, baseUrl, columns, defaults, replayOf, key })
  const about = { name: name.slice(0, 300), serviceType, organisation, source, mapping, person: personOf(actor) }
  const state = straight ? 'applying' : 'rehearsing'
  return { ...NEW_BATCH, ...about, ...made, options, road: 'unknown', state, lastId: made.id }
}
