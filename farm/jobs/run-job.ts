import type { Result } from '../../pipeline/model/problem.ts'
import type { Gateway } from '../sources/gateway.ts'
import type { Job } from '../storage/jobs/job-store.ts'
import { type HeldJob, holdJob } from './held-job.ts'
import { type JobKind, problemText, type Workshop } from './job.ts'

/** What running one claimed job takes. */
export interface Running {
  readonly workshop: Workshop
  readonly gateway: Gateway
  readonly kind: JobKind
  /** Aborted when the worker stops. */
  readonly stopping: AbortSignal
}

/** A worker that said nothing for so long is taken to be gone, and its job is another's. */
export const STALE = 60_000

const MAX_ATTEMPTS = 5
const SIGN_OF_LIFE = 10_000
const PROGRESS = 500

/**
 * Runs a claimed job and writes how it ended: done, failed for good with its problems, tried again later after a throw (five times,
 * one, four, sixteen… minutes apart), or given back untouched when the worker stops first.
 */
export async function runJob(job: Job, running: Running): Promise<void> {
  const { workshop, stopping } = running
  const held = holdJob(workshop.storage, job)
  const lost = new AbortController()
  const signal = AbortSignal.any([stopping, lost.signal])
  const alive = setInterval(async () => {
    const kept = await held.tell({ claimedAt: workshop.now() }).catch(() => true)
    if (!kept) lost.abort()
  }, SIGN_OF_LIFE)
  try {
    await settle(job, held, { ...running, signal })
  } finally {
    clearInterval(alive)
  }
}

async function settle(job: Job, held: HeldJob, running: Running & { readonly signal: AbortSignal }): Promise<void> {
  const { workshop, gateway, kind, signal } = running
  const now = workshop.now
  if (job.attempts > MAX_ATTEMPTS) return void (await held.tell({ endedAt: now(), error: job.error ?? 'gave-up' }))
  try {
    const result = await kind({ workshop, gateway, job, signal, progress: reporter(held) })
    if (signal.aborted) return await giveBack(job, held)
    await held.tell({ endedAt: now(), error: errorOf(result) })
  } catch (error) {
    if (signal.aborted) return await giveBack(job, held)
    const ended = job.attempts >= MAX_ATTEMPTS ? { endedAt: now() } : { claimedAt: null }
    const runAt = now() + 60_000 * 4 ** (job.attempts - 1)
    await held.tell({ ...ended, runAt, error: error instanceof Error ? error.message : String(error) })
  }
}

function errorOf(result: Result<unknown>): string | null {
  return result.ok ? null : problemText(result.problems)
}

// Stopping is no failure: the next worker starts it over, and it costs no attempt.
async function giveBack(job: Job, held: HeldJob): Promise<void> {
  await held.tell({ claimedAt: null, attempts: job.attempts - 1 })
}

function reporter(held: HeldJob): (done: number, total: number) => void {
  let last = Number.NEGATIVE_INFINITY
  return (done, total) => {
    const at = performance.now()
    if (at - last < PROGRESS && done !== total) return
    last = at
    // Only for people to see: a failure to write it must not stop the work.
    held.tell({ done, total }).catch(() => undefined)
  }
}
