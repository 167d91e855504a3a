import type { Problem, Result } from '../../../pipeline/model/problem.ts'
import { applyBatch, dropBatch } from '../../batches/apply-batch.ts'
import { listMappings } from '../../batches/mappings.ts'
import { openBatch } from '../../batches/open-batch.ts'
import type { AskedWork } from '../../batches/prepare-batch.ts'
import { replayBatch } from '../../batches/replay-batch.ts'
import { readSamples, type Sample } from '../../batches/samples.ts'
import { askUndo } from '../../batches/undo-batch.ts'
import { finishJob } from '../../jobs/finish-job.ts'
import { waitAgain } from '../../sources/wait-again.ts'
import { type Batch, batchProblems, countLines } from '../../storage/gateways/batch-store.ts'
import { groupProblems, type ProblemGroup } from '../../storage/gateways/batch-summary.ts'
import { openJobs } from '../../storage/jobs/job-store.ts'
import { constantsIn } from '../desk-mappings/mapping-form.ts'
import type { Visit } from '../visit.ts'
import { PATIENCE } from './import-page.ts'
import { redirectTo } from './sign-in-first.ts'

/** What the page of a batch shows. */
export interface BatchPage {
  readonly batch: Batch
  /** Somebody is at it, or will be; without one, a batch under way was cut short. */
  readonly working: boolean
  /** How much of it is done, and of how much, as far as that is known. */
  readonly done: number
  readonly expected: number | undefined
  readonly samples: readonly Sample[]
  readonly problems: readonly LineProblem[]
  readonly problemCount: number
  /** The same problems, each told once for all lines that have it. */
  readonly groups: readonly ProblemGroup[]
  /** Where the next page of problems begins. */
  readonly next: string | undefined
  /** Lines that look like what is here, and how many. */
  readonly likely: readonly Problem[]
  readonly likelyCount: number
  /** What undoing left as it was, and how much of it. */
  readonly kept: readonly LineProblem[]
  readonly keptCount: number
  readonly mappings: readonly { readonly id: number; readonly name: string }[]
  /** Why what was asked just now was not done. */
  readonly refused: readonly Problem[]
}

/** A problem of a line, with the entry it is about where there is one. */
export interface LineProblem extends Problem {
  readonly entry: number | undefined
}

const PAGE = 200

/** The page of a batch, and the answer to what is asked of it; null where there is none for this person. */
export async function batchPage(
  visit: Visit,
  asked: { readonly id: string; readonly request: Request },
): Promise<BatchPage | Response | null> {
  const { farm, actor } = visit
  const { id, request } = asked
  const found = await openBatch(farm, actor, Number(id))
  if (!found.ok) return null
  const done = request.method === 'POST' ? await act(visit, found.value, await request.formData()) : undefined
  if (done instanceof Response) return done
  const batch = found.value
  const after = markOf(new URL(request.url).searchParams.get('after'))
  const read = { batch: batch.id, limit: PAGE + 1 }
  const [lines, samples, likely, kept, groups, jobs, mappings] = await Promise.all([
    batchProblems(farm.storage, { ...read, after }),
    batch.state === 'rehearsed' ? batchProblems(farm.storage, { ...read, kind: 'samples', limit: 2000 }) : [],
    likelyOf(farm, batch.id),
    keptOf(farm, batch.id),
    groupProblems(farm.storage, batch.id),
    openJobs(farm.storage, ''),
    listMappings(farm, actor),
  ])
  const shown = lines.slice(0, PAGE)
  const last = lines.length > PAGE ? shown.at(-1) : undefined
  const job = jobs.find(({ payload }) => payload.batch === batch.id)
  return {
    batch,
    working: job !== undefined || harvesting(batch, farm.now()),
    ...progressOf(batch, job?.done ?? 0),
    samples: readSamples(samples),
    problems: shown.map(({ line, entry, problem }) => ({ ...problem, line, entry })),
    problemCount: groups.reduce((sum, { count }) => sum + count, 0),
    groups,
    ...likely,
    next: last && `${last.line}.${last.id}`,
    ...kept,
    mappings: mappings.filter(({ serviceType }) => serviceType === batch.serviceType),
    refused: done ?? [],
  }
}

function progressOf({ state, total, counts, options }: Batch, undone: number): Pick<BatchPage, 'done' | 'expected'> {
  if (state === 'undoing') return { done: undone, expected: counts.new + counts.changed + counts.gone }
  return { done: total, expected: options.expected }
}

async function likelyOf({ storage }: Visit['farm'], batch: number): Promise<Pick<BatchPage, 'likely' | 'likelyCount'>> {
  const [lines, likelyCount] = await Promise.all([
    batchProblems(storage, { batch, kind: 'likely', limit: PAGE }),
    countLines(storage, batch, 'likely'),
  ])
  return { likely: lines.map(({ line, problem }) => ({ ...problem, line })), likelyCount }
}

async function keptOf({ storage }: Visit['farm'], batch: number): Promise<Pick<BatchPage, 'kept' | 'keptCount'>> {
  const [lines, keptCount] = await Promise.all([
    batchProblems(storage, { batch, kind: 'kept', limit: PAGE }),
    countLines(storage, batch, 'kept'),
  ])
  return { kept: lines.map(({ entry, problem }) => ({ ...problem, entry })), keptCount }
}

const QUARTER = 15 * 60_000

// Harvests have no job of their own: one that began just now is taken to be at work.
function harvesting({ source, startedAt, state }: Batch, now: number): boolean {
  return source !== null && state === 'applying' && startedAt > now - QUARTER
}

function markOf(text: string | null) {
  const [, line, id] = /^(\d{1,15})\.(\d{1,15})$/.exec(text ?? '') ?? []
  return line === undefined ? undefined : { line: Number(line), id: Number(id) }
}

async function act(visit: Visit, { id }: Batch, data: FormData): Promise<Response | readonly Problem[]> {
  const { farm, actor, href } = visit
  const asked = { batch: id, actor }
  switch (data.get('action')) {
    case 'apply':
      return follow(visit, await applyBatch(farm, asked))
    case 'undo':
      return follow(visit, await askUndo(farm, asked))
    case 'replay':
      return follow(visit, await replayBatch(farm, { ...asked, mapping: Number(data.get('mapping')) || null }))
    case 'fill':
      return follow(visit, await replayBatch(farm, { ...asked, defaults: constantsIn(data) }))
    case 'map':
      return mapped(visit, await waitAgain(farm, asked))
    case 'drop': {
      const dropped = await dropBatch(farm, asked)
      return dropped.ok ? redirectTo(href('/imports')) : dropped.problems
    }
    default:
      return []
  }
}

function mapped({ href }: Visit, waits: Awaited<ReturnType<typeof waitAgain>>): Response | readonly Problem[] {
  if (!waits.ok) return waits.problems
  const { file, batch } = waits.value
  const { name, serviceType: kind, organisation } = batch
  return redirectTo(href(`/mappings/new?${new URLSearchParams({ file, name, kind, organisation })}`))
}

async function follow({ farm, href }: Visit, work: Result<AskedWork>): Promise<Response | readonly Problem[]> {
  if (!work.ok) return work.problems
  const { batch, job } = work.value
  await finishJob(farm, job, { patience: PATIENCE })
  return redirectTo(href(`/imports/${batch}?done=1`))
}
