const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000]

/** Milliseconds to wait after the first failure, the second and so on: a little under three days in all. */
export const WAITS: readonly number[] = [
  ...[5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR, 18 * HOUR, 24 * HOUR],
]

/** When to try again after so many failures, or null when it is given up; later where the receiver asks for it, but within a day. */
export function nextAttempt(
  failures: number,
  { now, retryAfter = 0, spread = 0 }: { readonly now: number; readonly retryAfter?: number; readonly spread?: number },
): number | null {
  const wait = WAITS[failures - 1]
  if (wait === undefined) return null
  // Spread a little, so that a receiver that comes back is not asked everything at once.
  return Math.round(now + Math.max(wait * (1 + spread / 10), Math.min(retryAfter, 24 * HOUR)))
}
