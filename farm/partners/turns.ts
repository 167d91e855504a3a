/** Where a key stands in its minute. */
export interface Turn {
  readonly allowed: boolean
  readonly limit: number
  readonly remaining: number
  /** Seconds until the minute is over. */
  readonly reset: number
}

/** Counts the requests of keys, a minute at a time from the first; each process counts for itself. */
export interface Turns {
  take(key: number, perMinute: number): Turn
}

const MINUTE = 60_000
const MOST_KEPT = 10_000

/** An empty count. */
export function countTurns(now: () => number): Turns {
  const minutes = new Map<number, { from: number; count: number }>()
  return {
    take(key, perMinute) {
      const at = now()
      if (minutes.size > MOST_KEPT) minutes.clear()
      const known = minutes.get(key)
      const minute = known && at - known.from < MINUTE && at >= known.from ? known : { from: at, count: 0 }
      minutes.set(key, minute)
      const allowed = minute.count < perMinute
      if (allowed) minute.count += 1
      const reset = Math.max(1, Math.ceil((minute.from + MINUTE - at) / 1000))
      return { allowed, limit: perMinute, remaining: Math.max(0, perMinute - minute.count), reset }
    },
  }
}
