import { feedManner } from '../../pipeline/intake/feed-manner.ts'
import type { Problem } from '../../pipeline/model/problem.ts'
import type { ImportRequest } from '../batches/import-batch.ts'
import { type Fetched, type FetchStep, fetchSource } from '../fetching/fetch-source.ts'
import type { Source } from '../storage/gateways/source-store.ts'
import type { HubOffer } from '../storage/tables/learnt.ts'
import type { Gateway } from './gateway.ts'
import { pullOai } from './pull-oai.ts'

/** What asking a source gave, before anything of it is judged or imported. */
export type Pulled = (
  | ({ readonly kind: 'content' } & PulledContent)
  | { readonly kind: 'not-modified' }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly retryAfter?: number | undefined }
) & {
  /** Each request that was made, in order. */
  readonly steps: readonly FetchStep[]
  /** Where the address says it has moved for good. */
  readonly movedTo?: string | undefined
  /** How long it asks to be left alone, ms. */
  readonly asks?: number | null | undefined
}

/** Content that came from a source. */
export interface PulledContent {
  readonly content: ImportRequest['content']
  /** Everything it has, not only its news: what is missing is gone. */
  readonly whole: boolean
  /** Validators, kept only once the content is taken in. */
  readonly etag: string | null
  readonly lastModified: string | null
  /** Where news of it may be subscribed to. */
  readonly hub?: HubOffer | null
  /** Settings of the source from now on, kept only once the content is taken in. */
  readonly settings?: Readonly<Record<string, string>>
}

/** How sources of one kind are asked. */
export type Pull = (gateway: Gateway, source: Source, signal: AbortSignal | undefined) => Promise<Pulled>

/** Asks a source for what it has, in the way of its kind. */
export const pullSource: Pull = (gateway, source, signal) =>
  (PULLS[source.kind] ?? pullAddress)(gateway, source, signal)

const pullAddress: Pull = async ({ allowPrivate, limits }, source, signal) => {
  const { url, etag, lastModified } = source
  const fetched = await fetchSource(url, { etag, lastModified, allowPrivate, limits, signal })
  const { steps, movedTo, freshFor: fresh } = fetched
  if (fetched.kind === 'failed') return fetched
  // What the feed itself asked for last still holds while it does not change.
  if (fetched.kind === 'not-modified')
    return { kind: 'not-modified', steps, movedTo, asks: fresh ?? source.learnt.asks }
  return { ...contentOf(fetched, url), steps, movedTo }
}

/** How each kind of source is asked; `feed` is any address that gives a file, `oai-pmh` a repository. */
const PULLS: Readonly<Record<string, Pull>> = { feed: pullAddress, 'oai-pmh': pullOai }

function contentOf(fetched: Extract<Fetched, { kind: 'fetched' }>, url: string) {
  const { bytes, mediaType, finalUrl, etag, lastModified, links } = fetched
  const manner = feedManner(bytes, { mediaType, baseUrl: finalUrl })
  const linked = (relation: string) => {
    const address = links.get(relation)
    return address === undefined ? undefined : URL.parse(address, finalUrl)?.href
  }
  const hub = linked('hub') ?? manner.hub
  const topic = linked('self') ?? manner.self ?? url
  return {
    kind: 'content' as const,
    content: { bytes, mediaType, baseUrl: finalUrl },
    ...{ whole: true, etag, lastModified, hub: hub === null ? null : { hub, topic } },
    asks: Math.max(manner.asks ?? 0, fetched.freshFor ?? 0) || null,
  }
}
