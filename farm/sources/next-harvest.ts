import type { Learnt } from '../storage/tables/learnt.ts'

/** What the next harvest hangs on; times in milliseconds. */
export interface Pace {
  readonly now: number
  readonly everyMinutes: number
  /** In a row. */
  readonly failures: number
  /** Why it cannot be long: the server asks to wait. */
  readonly retryAfter?: number | undefined
  readonly learnt?: Learnt | undefined
  /** Keeps to its pace however rarely it changes. */
  readonly fixed?: boolean | undefined
  /** A hub tells its news: it is asked only to be sure. */
  readonly pushed?: boolean | undefined
  /** From 0 to 1: sources added together do not come back together. */
  readonly spread?: number | undefined
}

/**
 * When to try a source again: at its own pace where it changes often, more rarely where it seldom does, never before it asks to be; after
 * failures in a row twice as late each time, a day at most (or its own pace where that is longer); and never before the moment the
 * server asked to wait for.
 */
export function nextHarvest(about: Pace): number {
  const { now, failures, retryAfter = 0, spread = 0 } = about
  const pace = about.everyMinutes * MINUTE
  const wait = failures > 0 ? Math.min(pace * 2 ** Math.min(failures, 20), Math.max(pace, DAY)) : calm(about, pace)
  return now + Math.max(Math.round(wait * (1 + JITTER * spread)), retryAfter)
}

const MINUTE = 60_000
const DAY = 86_400_000
const JITTER = 0.1

// A quarter of the time it usually stays the same: news waits little, and nobody is asked in vain all day.
function calm({ now, learnt, fixed, pushed }: Pace, pace: number): number {
  const asked = Math.max(pace, learnt?.asks ?? 0, pushed ? DAY / 4 : 0)
  if (!learnt || fixed) return asked
  const silence = learnt.changedAt === null ? 0 : now - learnt.changedAt
  const steady = Math.max(learnt.changeEvery ?? 0, silence) / 4
  return Math.max(asked, Math.min(steady, 12 * pace, DAY))
}
