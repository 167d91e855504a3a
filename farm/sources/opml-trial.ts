import { canonicalUrl } from '../../pipeline/identity.ts'
import { type OpmlFeed, readOpml } from '../../pipeline/intake/opml.ts'
import type { Actor } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { webAddress } from '../../pipeline/model/written/web-address.ts'
import { fetchSource } from '../fetching/fetch-source.ts'
import { listSources } from '../storage/gateways/source-store.ts'
import type { Gateway } from './gateway.ts'
import { lookAtContent } from './look-at-content.ts'

/** One feed of a list, tried before it is added. */
export interface TriedFeed extends OpmlFeed {
  /** What adding it would do: `known` is a source already, `twice` stands above in the list, `refused` cannot be one. */
  readonly state: 'new' | 'known' | 'twice' | 'refused'
  /** What its address gives; nothing where it was not tried. */
  readonly found?: { readonly format: string; readonly items: number } | undefined
  /** Why it cannot be read as a source. */
  readonly problem?: Problem | undefined
}

/** A list to try, and what its feeds would give. */
export interface OpmlTrial {
  readonly bytes: Uint8Array
  readonly organisation: string
  readonly serviceType: string
  /** Stops trying: the others are told as not tried. */
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

const TRIED = 100
const TOGETHER = 16
const PATIENCE = { connect: 4000, idle: 5000, total: 8000 }

/**
 * Tries a list of subscriptions without adding anything: which are known already, by their address however it is written, and what the
 * first hundred others give. Problems: `not-allowed`, `unknown-service-type`, and those of `readOpml`.
 */
export async function tryOpml(gateway: Gateway, actor: Actor, trial: OpmlTrial): Promise<Result<readonly TriedFeed[]>> {
  const knowledge = await gateway.ports.knowledge()
  const allowed = may(actor, { action: 'manage-sources', organisation: trial.organisation }, knowledge)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const { serviceType } = trial
  if (!knowledge.serviceType(serviceType)) return fail({ code: 'unknown-service-type', params: { value: serviceType } })
  const read = readOpml(trial.bytes)
  if (!read.ok) return read
  const feeds = await sortFeeds(gateway, trial.organisation, read.value)
  const fresh = feeds.flatMap((feed, place) => (feed.state === 'new' ? [place] : [])).slice(0, TRIED)
  const tried: TriedFeed[] = [...feeds]
  const waiting = fresh.values()
  let done = 0
  const lane = async () => {
    for (const place of waiting) {
      const feed = feeds[place]
      if (trial.signal?.aborted) return
      if (feed) tried[place] = { ...feed, ...(await probe(gateway, feed, trial)) }
      done += 1
      trial.onProgress?.(done, fresh.length)
    }
  }
  await Promise.all(Array.from({ length: TOGETHER }, lane))
  return ok(tried)
}

/** Which feeds of a list are sources of that body already, stand twice in it, or cannot be sources; none is tried. */
export async function sortFeeds(
  { storage }: Pick<Gateway, 'storage'>,
  organisation: string,
  feeds: readonly OpmlFeed[],
): Promise<TriedFeed[]> {
  const own = await listSources(storage, [organisation])
  const known = new Set(own.flatMap(({ url }) => canonicalUrl(url) ?? []))
  const seen = new Set<string>()
  return feeds.map((feed) => {
    const canonical = canonicalUrl(feed.url)
    const address = webAddress(feed.url)
    const problem = address.ok ? { code: 'not-a-url' } : { code: address.code }
    if (canonical === null || !address.ok) return { ...feed, state: 'refused', problem }
    const state = known.has(canonical) ? 'known' : seen.has(canonical) ? 'twice' : 'new'
    seen.add(canonical)
    return { ...feed, state }
  })
}

async function probe(
  gateway: Gateway,
  { url }: OpmlFeed,
  trial: OpmlTrial,
): Promise<Pick<TriedFeed, 'found' | 'problem'>> {
  const { allowPrivate, limits } = gateway
  const fetched = await fetchSource(url, { allowPrivate, limits: { ...PATIENCE, ...limits }, signal: trial.signal })
  const problem = fetched.kind === 'failed' ? fetched.problem : { code: 'failure' }
  // Whoever waits has waited enough: it is as if it had not been tried.
  if (fetched.kind !== 'fetched') return problem.code === 'interrupted' ? {} : { problem }
  const { bytes, mediaType, finalUrl } = fetched
  const { organisation, serviceType } = trial
  const request = { name: url, organisation, serviceType, actor: { kind: 'farm' as const } }
  const look = await lookAtContent(gateway, { ...request, content: { bytes, mediaType, baseUrl: finalUrl } })
  if (!look.ok) return { problem: look.problems[0] }
  return { found: { format: look.value.shape.format, items: look.value.shape.items } }
}
