import { type Bytes, byteSource } from '../../pipeline/intake/byte-source.ts'
import { plainLine } from '../../pipeline/intake/feed-text.ts'
import { fail, type Problem } from '../../pipeline/model/problem.ts'
import type { FetchStep } from '../fetching/fetch-source.ts'
import { changeSource, type Source } from '../storage/gateways/source-store.ts'
import { endPull } from './end-pull.ts'
import type { Gateway } from './gateway.ts'
import { keep } from './hold.ts'
import { statusOf } from './last-status.ts'
import { nextHarvest } from './next-harvest.ts'
import type { PulledContent } from './pull.ts'

/** A pull that failed. */
export interface FailedPull extends Partial<PulledContent> {
  readonly problem: Problem
  readonly steps: readonly FetchStep[]
  /** Milliseconds the server asks to wait. */
  readonly retryAfter?: number | undefined
  readonly batch?: number | null
}

const TROUBLE = 3
const WEEK = 7 * 86_400_000

/**
 * Counts a failure of a source: it is tried again ever later, and three in a row, or an address gone for good, put it in trouble. A web
 * page in place of what it used to give holds it at once.
 */
export async function failPull(gateway: Gateway, source: Source, failed: FailedPull): Promise<ReturnType<typeof fail>> {
  const { problem, retryAfter } = failed
  const { ports, storage } = gateway
  if (problem.code === 'interrupted') {
    // We stopped, not the source: it keeps its turn.
    await changeSource(storage, source.id, { lastStatus: source.lastStatus, lastAt: source.lastAt })
    return fail(problem)
  }
  const now = ports.now()
  const gone = problem.code === 'gone'
  const failures = source.failures + 1
  const troubled = source.state === 'active' && (gone || failures >= TROUBLE)
  const next = nextHarvest({ now, everyMinutes: source.everyMinutes, failures, retryAfter })
  const changes = {
    ...{ failures, lastAt: now, lastStatus: statusOf(problem) },
    state: troubled ? ('troubled' as const) : source.state,
    nextAt: gone ? Math.max(next, now + WEEK) : next,
    ...(await heldPage(gateway, source, failed)),
  }
  await endPull(gateway, source, { ...failed, outcome: 'failed', changes })
  return fail(problem)
}

async function heldPage(gateway: Gateway, source: Source, { problem, content }: FailedPull): Promise<Partial<Source>> {
  const isPage = problem.code === 'html-instead-of-feed' && source.learnt.shape !== null
  if (!isPage || content === undefined || source.quarantine?.counts) return {}
  const samples = 'bytes' in content ? firstWords(content.bytes) : []
  const blank = { whole: true, etag: null, lastModified: null, counts: null }
  return { quarantine: await keep(gateway, source, { ...blank, content, why: [problem], samples }) }
}

function firstWords(bytes: Bytes): string[] {
  const text = new TextDecoder().decode(byteSource(bytes).part(0, 20_000))
  const [, title = ''] = /<title[^>]{0,200}>([^<]{0,300})/i.exec(text) ?? []
  const [, body = text] = /<body[^>]{0,2000}>([\s\S]*)/i.exec(text) ?? []
  return [title, body].map((one) => plainLine(one).slice(0, 200)).filter((one) => one !== '')
}
