import type { Bytes } from '../../pipeline/intake/byte-source.ts'
import { ok, type Result } from '../../pipeline/model/problem.ts'
import type { ImportRequest } from '../batches/import-request.ts'
import { putExchanges } from '../storage/gateways/exchange-store.ts'
import { changeSource, type Source } from '../storage/gateways/source-store.ts'
import type { Gateway } from './gateway.ts'
import { whileTaken } from './harvest.ts'
import { lookAtContent } from './look-at-content.ts'
import { sourceImport } from './source-import.ts'
import { takeIn } from './take-in.ts'
import type { TakenIn } from './taking-in.ts'

/** What a hub brought. */
export interface News {
  readonly content: Extract<ImportRequest['content'], { readonly bytes: Bytes }>
  readonly signal?: AbortSignal | undefined
}

/**
 * Takes in the news a hub brought of a source: some of its items, which say nothing of those that are not there. What cannot be read has
 * the source pulled at once, by its own address; a paused or held one is left.
 */
export function takeNews(
  gateway: Gateway,
  id: number,
  news: News,
): Promise<Result<TakenIn | { readonly kind: 'left' }>> {
  return whileTaken<TakenIn | { readonly kind: 'left' }>(gateway, id, {
    isDue: ({ state, quarantine }) => state !== 'paused' && quarantine === null,
    otherwise: { kind: 'left' },
    work: (source) => take(gateway, source, news),
  })
}

async function take(
  gateway: Gateway,
  source: Source,
  { content, signal }: News,
): Promise<Result<TakenIn | { readonly kind: 'left' }>> {
  const { ports, storage } = gateway
  const request = await sourceImport(gateway, source, { content, whole: false })
  const look = request.ok ? await lookAtContent(gateway, request.value) : request
  const step = { url: content.baseUrl ?? source.url, status: null, ms: 0, bytes: content.bytes.length }
  if (look.ok) {
    const blank = { whole: false, etag: null, lastModified: null }
    const { learnt } = source
    return takeIn(gateway, source, { ...blank, content, steps: [step], asks: learnt.asks, hub: learnt.hub, signal })
  }
  const [exchange = 0] = await ports.newIds(1)
  const [problem = null] = look.problems
  const note = {
    ...step,
    id: exchange,
    source: source.id,
    at: ports.now(),
    outcome: 'hub-unreadable',
    batch: null,
    problem,
  }
  await storage.write((writer) => putExchanges(storage.tables, writer, [note]))
  await changeSource(storage, source.id, { lastStatus: source.lastStatus, lastAt: source.lastAt, nextAt: ports.now() })
  return ok({ kind: 'left' })
}
