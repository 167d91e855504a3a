import type { Problem, Result } from '../../pipeline/model/problem.ts'
import type { Farm } from '../open-farm.ts'
import type { Gateway } from '../sources/gateway.ts'
import type { Job } from '../storage/jobs/job-store.ts'

/** What jobs need of a farm. */
export type Workshop = Pick<Farm, 'ports' | 'storage' | 'now' | 'people' | 'files' | 'epochs' | 'settings' | 'memory'>

/** One run of one job. */
export interface Work {
  readonly workshop: Workshop
  readonly gateway: Gateway
  readonly job: Job
  /** Aborted when the worker stops, or when another took the job over: stop soon, and leave things whole. */
  readonly signal: AbortSignal
  /** Says how far the work has come; total 0 where the whole is not known. */
  progress(done: number, total: number): void
}

/** How jobs of one kind are done: an expected failure ends them with its problems, a throw has them tried again. */
export type JobKind = (work: Work) => Promise<Result<unknown>>

/** A member of a job's payload that must be a text; throws where it is none, for only this engine writes payloads. */
export function payloadText({ payload, kind }: Job, name: string): string {
  const found = payload[name]
  if (typeof found !== 'string') throw new Error(`a ${kind} job without ${name}`)
  return found
}

/** Problems as the queue shows them: codes, with their line where there is one. */
export function problemText(problems: readonly Problem[]): string {
  return problems
    .slice(0, 10)
    .map(({ code, line }) => (line === undefined ? code : `${code} (${line})`))
    .join(', ')
}
