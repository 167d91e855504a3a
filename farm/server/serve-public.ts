import type { Landing } from '../cache/flights.ts'
import { Page } from '../cache/page.ts'
import { normaliseTarget } from '../cache/page-key.ts'
import { fail } from './fail.ts'
import { pageHead, passOn, REVALIDATED, sharedTags } from './fate.ts'
import type { Front, KnownExchange } from './front.ts'
import type { Fate } from './front-response.ts'
import { handOver } from './hand-over.ts'
import type { Head } from './head.ts'
import { sendPage } from './send-page.ts'

/** Answers an anonymous GET or HEAD from the kept pages, or has the page rendered once for all who ask meanwhile. */
export function servePublic(front: Front, exchange: KnownExchange): void {
  const target = normaliseTarget(exchange.req.url ?? '/')
  const key = exchange.facts.origin + target
  const page = front.cache.lookup(key)
  if (page) {
    front.metrics.countOutcome('hit')
    sendPage(exchange, page)
    return
  }
  exchange.req.url = target
  renderShared(front, exchange, key).catch((error: unknown) => fail(front, exchange, error))
}

async function renderShared(front: Front, exchange: KnownExchange, key: string): Promise<void> {
  const arrived = front.options.epochs.now()
  while (!exchange.res.destroyed) {
    const seat = front.flights.join(key)
    if (seat.leads) return lead(front, exchange, { key, land: seat.land })
    const landing = await seat.landing
    if (landing.kind === 'unshared') return handOver(front, exchange)
    const page = acceptable(front, landing, arrived) ?? front.cache.lookup(key)
    if (!page) continue
    front.metrics.countOutcome('joined')
    return sendPage(exchange, page)
  }
}

/** A page whose rendering began before a change must not reach someone who asked after it. */
function acceptable(front: Front, landing: Landing, arrived: number): Page | undefined {
  if (landing.kind !== 'page') return undefined
  return arrived <= landing.page.begun || front.cache.isFresh(landing.page) ? landing.page : undefined
}

interface Lead {
  readonly key: string
  readonly land: (landing: Landing) => void
}

async function lead(front: Front, exchange: KnownExchange, { key, land }: Lead): Promise<void> {
  const { req, res } = exchange
  const begun = front.options.epochs.now()
  req.method = 'GET'
  res.once('close', () => land({ kind: 'lost' }))
  res.onHead = (head) => collect(front, exchange, { head, key, land, begun })
  await handOver(front, exchange)
  if (res.isOnWire) land({ kind: 'unshared' })
}

interface Candidate extends Lead {
  readonly head: Head
  readonly begun: number
}

function collect(front: Front, exchange: KnownExchange, { head, key, land, begun }: Candidate): Fate {
  const tags = sharedTags(head)
  const unshared = () => {
    front.metrics.countOutcome('unshared')
    land({ kind: 'unshared' })
    return passOn(front, exchange, head)
  }
  if (!tags) return unshared()
  const overflow = () => {
    if (!head.has('cache-control')) head.set('cache-control', REVALIDATED)
    return unshared()
  }
  const complete = (chunks: readonly Uint8Array[]) => {
    const page = new Page({ ...pageHead(front, exchange.facts.protocol, head), chunks, tags, begun })
    front.metrics.countOutcome('miss')
    front.cache.keep(key, page)
    land({ kind: 'page', page })
    sendPage(exchange, page)
  }
  return { kind: 'collect', collector: { limit: front.limits.keptBytes, complete, overflow } }
}
