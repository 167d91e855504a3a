import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import { NO_COUNTS } from '../../pipeline/model/batch.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { changeBatch, forgetBatch, forgetLines } from '../storage/gateways/batch-store.ts'
import { askWork } from './ask-work.ts'
import type { ImportRoom } from './import-request.ts'
import { openBatch } from './open-batch.ts'
import type { AskedWork } from './prepare-batch.ts'

/**
 * Puts in the queue that a batch be applied: one that was rehearsed, or one that was cut short and goes on. What its rehearsal told is
 * forgotten. Problems: `unknown-batch`, `batch-moved-on` where it was applied already.
 */
export async function applyBatch(
  room: Pick<ImportRoom, 'ports' | 'storage'>,
  asked: { readonly batch: number; readonly actor: Actor },
): Promise<Result<AskedWork>> {
  const { tables } = room.storage
  const person = personOf(asked.actor)
  return askWork(room, asked, {
    kind: 'import',
    bar: ({ input }) => (input === null ? { code: 'input-gone' } : undefined),
    async begin(writer, { id, total, options: before }, startedAt) {
      const fresh = { state: 'applying', total: 0, counts: NO_COUNTS, startedAt, endedAt: null, lastId: id } as const
      const to = { ...fresh, person, options: { ...before, expected: total } }
      const begun = await changeBatch(tables, writer, { id, from: ['rehearsed'], to })
      if (begun) await forgetLines(tables, writer, id)
      return begun || changeBatch(tables, writer, { id, from: ['applying'], to: { person } })
    },
  })
}

/** Forgets a batch that was only rehearsed, or that could not be read. Problems: `unknown-batch`, `batch-moved-on`. */
export async function dropBatch(
  room: Pick<ImportRoom, 'ports' | 'storage'>,
  asked: { readonly batch: number; readonly actor: Actor },
): Promise<Result<void>> {
  const { storage } = room
  const found = await openBatch(room, asked.actor, asked.batch)
  if (!found.ok) return found
  const { id } = found.value
  const dropped = await storage.write(async (writer) => {
    const from = ['rehearsed', 'rehearsing'] as const
    const held = await changeBatch(storage.tables, writer, { id, from, to: { state: 'rehearsed' } })
    if (held) await forgetBatch(storage.tables, writer, id)
    return held
  })
  return dropped ? ok(undefined) : fail({ code: 'batch-moved-on' })
}
