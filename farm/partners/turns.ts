import { takeTurns } from '../storage/jobs/turn-store.ts'
import type { Storage } from '../storage/storage.ts'

/** Where a key stands in its minute. */
export interface Turn {
  readonly allowed: boolean
  readonly limit: number
  /** As far as this process knows: others may have taken some since. */
  readonly remaining: number
  /** Seconds until the minute is over. */
  readonly reset: number
}

/** Counts the requests of keys, a minute at a time from the first, whatever processes they reach. */
export interface Turns {
  take(key: number, perMinute: number): Promise<Turn>
}

const MINUTE = 60_000
const MOST_KEPT = 10_000
/** Handfuls a minute of a key is taken in. */
const HANDFULS = 20

interface Minute {
  from: number
  /** By all processes, when this one last asked. */
  taken: number
  /** Taken by this process and not used yet. */
  left: number
  asking: Promise<void> | undefined
}

/**
 * An empty count. A process takes turns from the shared one a handful at a time, so that a limit is never passed and most requests
 * write nothing; what one of several processes took and did not use is lost to the others until the minute is over.
 */
export function countTurns(storage: Pick<Storage, 'write' | 'tables'>, now: () => number): Turns {
  const minutes = new Map<number, Minute>()

  async function ask(key: number, perMinute: number, minute: Minute): Promise<void> {
    const count = Math.ceil(perMinute / HANDFULS)
    const at = now()
    // What the database cannot count now is counted here alone: a key must not close for that.
    const shared = await takeTurns(storage, { key, at, count }).catch(() => ({ from: at, taken: count }))
    minute.from = shared.from
    minute.taken = Math.min(perMinute, shared.taken)
    minute.left = Math.max(0, count - Math.max(0, shared.taken - perMinute))
  }

  return {
    async take(key, perMinute) {
      if (minutes.size > MOST_KEPT) minutes.clear()
      const minute = minutes.get(key) ?? { from: Number.NEGATIVE_INFINITY, taken: 0, left: 0, asking: undefined }
      minutes.set(key, minute)
      for (;;) {
        const at = now()
        const stands = at - minute.from < MINUTE && at >= minute.from - MINUTE
        const allowed = stands && minute.left > 0
        if (allowed) minute.left -= 1
        if (allowed || (stands && minute.taken >= perMinute)) {
          const reset = Math.min(60, Math.max(1, Math.ceil((minute.from + MINUTE - at) / 1000)))
          return { allowed, limit: perMinute, remaining: perMinute - minute.taken + minute.left, reset }
        }
        minute.asking ??= ask(key, perMinute, minute).finally(() => {
          minute.asking = undefined
        })
        await minute.asking
      }
    },
  }
}
