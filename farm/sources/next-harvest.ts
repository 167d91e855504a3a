/**
 * When to try a source again, in milliseconds: at its own pace after a success; after failures in a row twice as late each time,
 * a day at most (or its own pace where that is longer), and never before the moment the server asked to wait for.
 */
export function nextHarvest(about: {
  readonly now: number
  readonly everyMinutes: number
  readonly failures: number
  /** Milliseconds the server asked to wait. */
  readonly retryAfter?: number | undefined
}): number {
  const pace = about.everyMinutes * MINUTE
  const wait = Math.min(pace * 2 ** Math.min(about.failures, 20), Math.max(pace, DAY))
  return about.now + Math.max(wait, about.retryAfter ?? 0)
}

const MINUTE = 60_000
const DAY = 86_400_000
