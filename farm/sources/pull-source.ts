import { feedManner } from '../../pipeline/intake/feed-manner.ts'
import { type Fetched, fetchSource } from '../fetching/fetch-source.ts'
import type { Pull } from './pull.ts'
import { pullOai } from './pull-oai.ts'

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
