import type { Seen } from '../../pipeline/arriving.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { treatedBefore } from '../../pipeline/treated-before.ts'
import type { Working } from './batch-work.ts'
import { type Bringing, bringIn } from './bring-in.ts'
import { formerPlaces } from './former-places.ts'
import { leftOf, readInTurn } from './read-in-turn.ts'

const MOST_WARNINGS = 200

/**
 * Reads the items of a batch and brings them in, chunk by chunk: while one is written the next is decided, and the one after it read.
 * Problems: `interrupted`, `batch-moved-on`.
 */
export async function bringAll(work: Working, told: Problem[]): Promise<Result<void>> {
  const { room, running, tally } = work
  const { gazetteer, serviceType: kind } = await room.ports.knowledge()
  const serviceType = kind(running.serviceType)
  const seen: Seen = new Set()
  let treated = tally.total
  let earlier: Bringing | undefined
  let last: Bringing | undefined
  try {
    for await (const chunk of readInTurn(room, running)) {
      const brought = await earlier?.done
      if (brought?.ok === false) return brought
      if (brought) running.onProgress?.(tally.total)
      if (running.signal?.aborted) return fail({ code: 'interrupted' })
      const passed = chunk.submissions.slice(0, treated)
      if (passed.length > 0) await treatedBefore(room.ports, passed, { actor: running.actor, seen, read: chunk.read })
      treated -= passed.length
      if (serviceType && told.length < MOST_WARNINGS)
        told.push(...formerPlaces(chunk.submissions, { serviceType, gazetteer }))
      earlier = last
      last = bringIn(work, { chunk: leftOf(chunk, passed.length), seen, before: earlier })
    }
    const brought = (await last?.done) ?? ok(undefined)
    if (brought.ok) running.onProgress?.(tally.total)
    return brought
  } finally {
    // Whatever ends it, nothing of it is written any more once it has ended.
    await last?.done.catch(() => undefined)
  }
}
