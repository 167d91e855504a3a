import type { Actor } from '../../pipeline/model/actor.ts'
import type { BatchOptions } from '../../pipeline/model/batch.ts'
import { fail, type Result } from '../../pipeline/model/problem.ts'
import { openBatch } from './open-batch.ts'
import { type AskedWork, type Keeping, prepareBatch } from './prepare-batch.ts'

/** What is read again otherwise; what is not said stays as it was. */
export interface Replaying extends Pick<BatchOptions, 'columns' | 'defaults'> {
  readonly batch: number
  readonly actor: Actor
  /** Saved mapping to read it by; null for none. */
  readonly mapping?: number | null | undefined
}

/**
 * Rehearses the kept input of a batch anew, as a batch of its own: what another mapping or other defaults would change is seen before
 * it goes live. Problems: `unknown-batch`, `input-gone` where the input is kept no longer, and those of `prepareBatch`.
 */
export async function replayBatch(room: Keeping, asked: Replaying): Promise<Result<AskedWork>> {
  const found = await openBatch(room, asked.actor, asked.batch)
  if (!found.ok) return found
  const { id, name, serviceType, organisation, source, input, options, ...before } = found.value
  if (input === null) return fail({ code: 'input-gone' })
  const mapping = asked.mapping === undefined ? before.mapping : asked.mapping
  const { mediaType, baseUrl } = options
  return prepareBatch(room, {
    ...{ name, serviceType, organisation, mediaType, baseUrl, replayOf: id, actor: asked.actor },
    source: source ?? undefined,
    mapping: mapping ?? undefined,
    columns: asked.columns ?? (mapping === null ? options.columns : undefined),
    defaults: { ...options.defaults, ...asked.defaults },
    bytes: input,
  })
}
