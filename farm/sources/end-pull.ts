import { crc32 } from 'node:zlib'
import type { Problem } from '../../pipeline/model/problem.ts'
import type { FetchStep } from '../fetching/fetch-source.ts'
import type { Exchange } from '../storage/gateways/exchange-store.ts'
import { hubSubscription, isPushed, renewalOf } from '../storage/gateways/hub-store.ts'
import { listSources, type Source, settlePull } from '../storage/gateways/source-store.ts'
import type { Learnt } from '../storage/tables/learnt.ts'
import type { Gateway } from './gateway.ts'
import { nextHarvest } from './next-harvest.ts'

/** How one pull ended. */
export interface PullEnd {
  readonly steps: readonly FetchStep[]
  /** As `Exchange` names it. */
  readonly outcome: string
  readonly batch?: number | null
  readonly problem?: Problem | null
  readonly changes: Partial<Source>
}

type Settling = Pick<Gateway, 'ports' | 'storage'>

/** Writes how a pull ended: what it changed in the source, and each of its requests. */
export async function endPull({ ports, storage }: Settling, source: Source, end: PullEnd): Promise<void> {
  const { changes, outcome, batch = null, problem = null } = end
  const at = ports.now()
  const steps = end.steps.length > 0 ? end.steps : [{ url: source.url, status: null, ms: 0, bytes: 0 }]
  const moved = changes.url !== undefined && changes.url !== source.url ? [movedNote(source.url, changes.url)] : []
  const ids = await ports.newIds(steps.length + moved.length)
  const notes: Omit<Exchange, 'source' | 'at'>[] = steps.map((step, i) =>
    i === steps.length - 1
      ? { ...step, outcome, batch, problem }
      : { ...step, outcome: isRedirect(step) ? 'redirected' : 'asked', batch: null, problem: null },
  )
  const exchanges = [...notes, ...moved].map((note, i) => ({ ...note, source: source.id, at, id: ids[i] ?? 0 }))
  await settlePull(storage, { id: source.id, changes, exchanges })
}

function isRedirect({ status }: FetchStep): boolean {
  return status !== null && status >= 300 && status < 400
}

function movedNote(before: string, now: string): Omit<Exchange, 'source' | 'at'> {
  const problem = { code: 'source-moved', params: { before, now } }
  return { url: now, status: null, ms: 0, bytes: 0, outcome: 'moved', batch: null, problem }
}

/** What a pull that went well changes in its source, whatever it brought. */
export async function wellEnded(
  { ports, storage }: Settling,
  source: Source,
  { learnt, movedTo }: { readonly learnt: Learnt; readonly movedTo: string | undefined },
): Promise<Partial<Source>> {
  const now = ports.now()
  const hub = await hubSubscription(storage, source.id)
  const pushed = isPushed(hub, now)
  const fixed = source.settings.rhythm === 'fixed'
  const spread = crc32(`${source.id} ${now}`) / 2 ** 32
  const next = nextHarvest({ now, everyMinutes: source.everyMinutes, failures: 0, learnt, fixed, pushed, spread })
  // Asked again before the hub forgets us.
  const nextAt = pushed ? Math.min(next, Math.max(now, renewalOf(hub))) : next
  const state = source.state === 'troubled' ? 'active' : source.state
  return { state, failures: 0, lastAt: now, nextAt, ...(await moving(storage, source, { learnt, movedTo })) }
}

const SURE = 2

// One redirect may be a mistake of theirs; the same one twice in a row is an address.
async function moving(
  storage: Gateway['storage'],
  source: Source,
  { learnt, movedTo }: { readonly learnt: Learnt; readonly movedTo: string | undefined },
): Promise<Partial<Source>> {
  if (movedTo === undefined) return { learnt: { ...learnt, moved: null } }
  const seen = source.learnt.moved?.to === movedTo ? source.learnt.moved.seen + 1 : 1
  if (seen < SURE) return { learnt: { ...learnt, moved: { to: movedTo, seen } } }
  const others = await listSources(storage, [source.organisation])
  const taken = others.some(({ url, serviceType }) => url === movedTo && serviceType === source.serviceType)
  return taken
    ? { learnt: { ...learnt, moved: { to: movedTo, seen } } }
    : { learnt: { ...learnt, moved: null }, url: movedTo }
}
