import { setTimeout } from 'node:timers/promises'
import type { Gateway } from '../sources/gateway.ts'
import { claimJob } from '../storage/jobs/job-store.ts'
import { planAgeing } from './ageing.ts'
import { expireDue } from './expire.ts'
import type { Workshop } from './job.ts'
import { JOB_KINDS } from './kinds.ts'
import { type Lanes, makeLanes } from './lanes.ts'
import { planJobs } from './plan.ts'
import { releaseDue } from './release.ts'
import { runJob, STALE } from './run-job.ts'

/** A worker at work. */
export interface Worker {
  /** Takes no more work, asks what is under way to stop at its next whole step, and waits for it. */
  stop(): Promise<void>
  /** Does everything that is due by now, and waits for it. */
  idle(): Promise<void>
}

/** How a worker works. */
export interface WorkerOptions extends Pick<Gateway, 'allowPrivate' | 'limits' | 'deskOrigin'> {
  /** Milliseconds between two looks at what is due. */
  readonly everyMs: number
  /** Hears of bugs and broken infrastructure; the worker goes on. Default: standard error. */
  readonly onError?: (error: unknown) => void
}

const LANES = 4
// They wait for others most of the time.
const HARVESTS = 24

/**
 * Starts a worker in this process: publishes what was scheduled for now, ends what is over, and runs the jobs of the queue, four at a
 * time, and beside them harvests of two dozen hosts. Several processes may each have one.
 */
export function startWorker(workshop: Workshop, options: WorkerOptions): Worker {
  const { everyMs, onError = console.error } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const lanes = together(jobLanes(workshop, { ...options, onError, signal }))
  let last: Promise<void> = Promise.resolve()
  const turn = () => {
    last = last.then(() => look(workshop, signal, onError)).then(lanes.open)
    return last
  }
  const working = repeat(turn, everyMs, signal)
  return {
    async stop() {
      stopping.abort()
      await working
      await lanes.rest()
    },
    async idle() {
      for (let before = -1; before !== lanes.begun(); ) {
        before = lanes.begun()
        await turn()
        await lanes.rest()
      }
    },
  }
}

type Laning = WorkerOptions & { readonly onError: (error: unknown) => void; readonly signal: AbortSignal }

function jobLanes(workshop: Workshop, { allowPrivate, limits, deskOrigin, onError, signal }: Laning): Lanes[] {
  const { ports, storage, files, now } = workshop
  const gateway = { ports, storage, files, allowPrivate, limits, deskOrigin }
  const kinds = [...JOB_KINDS.keys()]
  const lanes = (width: number, own: readonly string[]) =>
    makeLanes({
      width,
      signal,
      onError,
      next: () => claimJob(storage, { kinds: own, now: now(), staleBefore: now() - STALE }),
      async run(job) {
        const kind = JOB_KINDS.get(job.kind)
        if (kind) await runJob(job, { workshop, gateway, kind, stopping: signal })
      },
    })
  const others = kinds.filter((kind) => kind !== 'harvest')
  return [lanes(LANES, others), lanes(HARVESTS, ['harvest'])]
}

function together(all: readonly Lanes[]): Lanes {
  return {
    open() {
      for (const lanes of all) lanes.open()
    },
    async rest() {
      await Promise.all(all.map((lanes) => lanes.rest()))
    },
    begun: () => all.reduce((sum, lanes) => sum + lanes.begun(), 0),
  }
}

async function look(workshop: Workshop, signal: AbortSignal, onError: (error: unknown) => void): Promise<void> {
  for (const step of [releaseDue, expireDue, planAgeing, planJobs]) {
    if (signal.aborted) return
    try {
      await step(workshop, signal)
    } catch (error) {
      onError(error)
    }
  }
}

async function repeat(turn: () => Promise<void>, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await turn()
    await setTimeout(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
  }
}
