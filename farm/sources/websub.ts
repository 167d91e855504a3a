import { randomBytes } from 'node:crypto'
import type { Problem } from '../../pipeline/model/problem.ts'
import { LIMITS } from '../fetching/fetch-source.ts'
import { postForm } from '../fetching/post-form.ts'
import { putExchanges } from '../storage/gateways/exchange-store.ts'
import {
  dropHubSubscription,
  type HubSubscription,
  hubSubscription,
  putHubSubscription,
  renewalOf,
} from '../storage/gateways/hub-store.ts'
import type { Source } from '../storage/gateways/source-store.ts'
import type { HubOffer } from '../storage/tables/learnt.ts'
import type { Gateway } from './gateway.ts'

const DAY = 86_400_000
const LEASE = 10 * DAY

/**
 * Subscribes to the hub a source offers, again before its lease ends, and leaves one that is offered no more (W3C WebSub §5.1). A hub that
 * refuses or does not answer is asked again the next day: the source is polled all the same.
 */
export async function followHub(gateway: Gateway, source: Source, offer: HubOffer | null): Promise<void> {
  const { deskOrigin, ports, storage } = gateway
  if (deskOrigin === undefined) return
  const held = await hubSubscription(storage, source.id)
  if (offer === null) return held ? leaveHub(gateway, source) : undefined
  const same = held?.hub === offer.hub && held.topic === offer.topic ? held : undefined
  const now = ports.now()
  if (same && (same.state === 'active' ? now < renewalOf(same) : now < same.askedAt + DAY)) return
  // One that is still in force stays so until the hub has asked back.
  const asked: HubSubscription = same
    ? { ...same, askedAt: now, state: same.state === 'active' ? 'active' : 'asked' }
    : { ...offer, source: source.id, token: secret(), secret: secret(), state: 'asked', askedAt: now, expiresAt: null }
  await putHubSubscription(storage, asked)
  const problem = await askHub(gateway, source, { subscription: asked, mode: 'subscribe' })
  if (problem && asked.state === 'asked') await putHubSubscription(storage, { ...asked, state: 'denied' })
}

/** Tells the hub of a source to forget us, and forgets it. */
export async function leaveHub(gateway: Gateway, source: Source): Promise<void> {
  const { storage } = gateway
  const held = await hubSubscription(storage, source.id)
  if (!held) return
  if (gateway.deskOrigin === undefined || held.state !== 'active') return dropHubSubscription(storage, source.id)
  await putHubSubscription(storage, { ...held, state: 'leaving' })
  await askHub(gateway, source, { subscription: held, mode: 'unsubscribe' })
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}

interface Asking {
  readonly subscription: HubSubscription
  readonly mode: 'subscribe' | 'unsubscribe'
}

async function askHub(gateway: Gateway, source: Source, { subscription, mode }: Asking): Promise<Problem | undefined> {
  const { allowPrivate, limits, ports, storage, deskOrigin = '' } = gateway
  const { hub, topic, token, secret: shared } = subscription
  const form = new URLSearchParams({
    ...{ 'hub.mode': mode, 'hub.topic': topic, 'hub.callback': `${deskOrigin}/websub/${token}` },
    ...(mode === 'subscribe' ? { 'hub.lease_seconds': String(LEASE / 1000), 'hub.secret': shared } : {}),
  })
  const start = performance.now()
  const { status, problem = null } = await postForm(hub, form, { allowPrivate, limits: { ...LIMITS, ...limits } })
  const ms = Math.round(performance.now() - start)
  const [id = 0] = await ports.newIds(1)
  const about = { id, source: source.id, at: ports.now(), ms, url: hub, status, bytes: 0, batch: null, problem }
  const outcome = problem ? 'hub-refused' : mode === 'subscribe' ? 'hub-asked' : 'hub-left'
  await storage.write((writer) => putExchanges(storage.tables, writer, [{ ...about, outcome }]))
  return problem ?? undefined
}
