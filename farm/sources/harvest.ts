import { FARM } from '../../pipeline/model/actor.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { changeSource, readSource, type Source, takeSource } from '../storage/source-store.ts'
import type { BatchReport } from './batch-report.ts'
import { type Fetched, fetchSource } from './fetch-source.ts'
import type { Gateway } from './gateway.ts'
import { importBatch } from './import-batch.ts'
import { nextHarvest } from './next-harvest.ts'

/** What one pull gave. */
export type HarvestOutcome =
  | { readonly kind: 'imported'; readonly report: BatchReport; readonly movedTo?: string }
  | { readonly kind: 'not-modified' }
  /** Its time has not come, or it is paused. */
  | { readonly kind: 'not-due' }

/** How to pull. */
export interface Harvesting {
  /** Pulls before its time, paused or not. */
  readonly force?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number) => void) | undefined
}

/**
 * Pulls a source and imports what it gives, as the farm itself. A failure (no answer, an error page, a web page in place of the
 * feed, nothing readable in it) is counted and retried ever later, three in a row put the source in trouble; nothing is ever
 * withdrawn because a source no longer gives it. Problems: those of `fetchSource` and of reading, `nothing-readable`,
 * `unknown-source`, `already-harvesting`.
 */
export async function harvestSource(
  gateway: Gateway,
  id: number,
  harvesting: Harvesting = {},
): Promise<Result<HarvestOutcome>> {
  const { ports, storage } = gateway
  const source = await readSource(storage, id)
  if (!source) return fail({ code: 'unknown-source' })
  const now = ports.now()
  if (!harvesting.force && (source.state === 'paused' || source.nextAt > now)) return ok({ kind: 'not-due' })
  const taken = await takeSource(storage, id, now)
  if (!taken) return fail({ code: 'already-harvesting' })
  try {
    return await pull(gateway, source, harvesting)
  } catch (error) {
    // A bug or a broken disk: the source must not stay marked as being harvested.
    await changeSource(storage, id, { lastStatus: 'failure', nextAt: nextHarvest({ ...source, now }) })
    throw error
  }
}

const TROUBLE = 3

async function pull(gateway: Gateway, source: Source, harvesting: Harvesting): Promise<Result<HarvestOutcome>> {
  const { etag, lastModified } = source
  const { allowPrivate = () => false, limits } = gateway
  const fetched = await fetchSource(source.url, { etag, lastModified, allowPrivate, limits, signal: harvesting.signal })
  if (fetched.kind === 'failed') return failed(gateway, source, fetched)
  if (fetched.kind === 'not-modified') {
    await succeeded(gateway, source, { lastStatus: 'not-modified' })
    return ok({ kind: 'not-modified' })
  }
  return bringIn(gateway, source, { ...harvesting, fetched })
}

async function bringIn(
  gateway: Gateway,
  source: Source,
  { fetched, onProgress, signal }: Harvesting & { readonly fetched: Extract<Fetched, { kind: 'fetched' }> },
): Promise<Result<HarvestOutcome>> {
  const { bytes, mediaType, finalUrl, etag, lastModified, movedTo } = fetched
  const { name, serviceType, organisation, defaults } = source
  const terms = { name, serviceType, organisation, defaults, actor: FARM, source: source.id, onProgress, signal }
  const read = await importBatch(gateway, { ...terms, content: { bytes, mediaType, baseUrl: finalUrl } })
  if (!read.ok) return failed(gateway, source, { problem: read.problems[0] ?? { code: 'failure' } })
  const { total, refused } = read.value
  // Validators are kept only with what they vouch for: after a failure the whole answer is wanted again.
  if (total > 0 && refused === total) return failed(gateway, source, { problem: { code: 'nothing-readable' } })
  const lastStatus = movedTo === undefined ? (total === 0 ? 'empty' : 'imported') : `moved ${movedTo}`
  await succeeded(gateway, source, { lastStatus, etag, lastModified })
  return ok({ kind: 'imported', report: read.value, ...(movedTo === undefined ? {} : { movedTo }) })
}

async function succeeded({ ports, storage }: Gateway, source: Source, learnt: Partial<Source>): Promise<void> {
  const now = ports.now()
  const state = source.state === 'troubled' ? 'active' : source.state
  const nextAt = nextHarvest({ ...source, now, failures: 0 })
  await changeSource(storage, source.id, { ...learnt, state, failures: 0, lastAt: now, nextAt })
}

async function failed(
  { ports, storage }: Gateway,
  source: Source,
  { problem, retryAfter }: { readonly problem: Problem; readonly retryAfter?: number },
): Promise<Result<HarvestOutcome>> {
  const now = ports.now()
  if (problem.code === 'interrupted') {
    // We stopped, not the source: it keeps its turn.
    await changeSource(storage, source.id, { lastStatus: source.lastStatus, lastAt: source.lastAt })
    return fail(problem)
  }
  const failures = source.failures + 1
  const state = source.state === 'active' && failures >= TROUBLE ? 'troubled' : source.state
  const nextAt = nextHarvest({ ...source, now, failures, retryAfter })
  const lastStatus = [problem.code, ...figureOf(problem)].join(' ')
  await changeSource(storage, source.id, { state, failures, lastStatus, lastAt: now, nextAt })
  return fail(problem)
}

function figureOf({ params = {} }: Problem): readonly string[] {
  const { status, reason, address, phase, feed } = params
  const figure = status ?? reason ?? address ?? phase ?? feed
  return figure === undefined ? [] : [String(figure)]
}
