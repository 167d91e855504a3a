import { createHmac, timingSafeEqual } from 'node:crypto'
import { putExchanges } from '../storage/gateways/exchange-store.ts'
import {
  dropHubSubscription,
  type HubSubscription,
  putHubSubscription,
  subscriptionByToken,
} from '../storage/gateways/hub-store.ts'
import { changeSource } from '../storage/gateways/source-store.ts'
import type { Gateway } from './gateway.ts'

type Hearing = Pick<Gateway, 'ports' | 'storage'>

const MINUTE = 60_000
const DAY = 1440 * MINUTE
const [SHORTEST, LONGEST, USUAL] = [5 * MINUTE, 30 * DAY, 10 * DAY]

/**
 * Answers a hub that asks whether we did ask (W3C WebSub §5.3): with its challenge where we did, for that feed; undefined otherwise. Its
 * refusal is noted.
 */
export async function answerHub(hearing: Hearing, token: string, asked: URLSearchParams): Promise<string | undefined> {
  const { ports, storage } = hearing
  const held = await subscriptionByToken(storage, token)
  if (!held || asked.get('hub.topic') !== held.topic) return undefined
  const now = ports.now()
  const mode = asked.get('hub.mode')
  if (mode === 'denied') {
    await putHubSubscription(storage, { ...held, state: 'denied', expiresAt: null })
    await note(hearing, held, { outcome: 'hub-denied' })
    return ''
  }
  const challenge = asked.get('hub.challenge') ?? undefined
  if (challenge === undefined || challenge.length > 4000) return undefined
  if (mode === 'subscribe' && (held.state === 'asked' || held.state === 'active') && held.askedAt > now - DAY) {
    const expiresAt = now + lease(asked.get('hub.lease_seconds'))
    await putHubSubscription(storage, { ...held, state: 'active', expiresAt })
    await note(hearing, held, { outcome: 'hub-agreed' })
    return challenge
  }
  if (mode !== 'unsubscribe' || held.state !== 'leaving') return undefined
  await dropHubSubscription(storage, held.source)
  return challenge
}

function lease(seconds: string | null): number {
  const asked = /^\d{1,10}$/.test(seconds ?? '') ? Number(seconds) * 1000 : USUAL
  return Math.min(Math.max(asked, SHORTEST), LONGEST)
}

/** What a message of a hub is: `news` of a source, signed as agreed; a `ping` to go and see; or from nobody we know. */
export type HubMessage =
  | { readonly kind: 'news'; readonly subscription: HubSubscription }
  | { readonly kind: 'ping' }
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'stranger' }

/**
 * Reads a message sent to this address by its signature (W3C WebSub §7.1): `sha256` and stronger are believed. One that is signed with
 * `sha1` only has the source pulled at once; any other is noted and left.
 */
export async function hearHub(
  hearing: Hearing,
  token: string,
  { body, signature }: { readonly body: Uint8Array; readonly signature: string },
): Promise<HubMessage> {
  const { ports, storage } = hearing
  const subscription = await subscriptionByToken(storage, token)
  if (subscription?.state !== 'active') return { kind: 'stranger' }
  const [, method = '', given = ''] = /^(sha1|sha256|sha384|sha512)=([0-9a-f]{40,128})$/i.exec(signature.trim()) ?? []
  const bytes = body.length
  if (!isSigned(body, { method: method.toLowerCase(), given, secret: subscription.secret })) {
    await note(hearing, subscription, { outcome: 'hub-unsigned', bytes })
    return { kind: 'unsigned' }
  }
  if (method.toLowerCase() !== 'sha1') return { kind: 'news', subscription }
  await note(hearing, subscription, { outcome: 'hub-ping', bytes })
  await changeSource(storage, subscription.source, { nextAt: ports.now() })
  return { kind: 'ping' }
}

function isSigned(
  body: Uint8Array,
  { method, given, secret }: { readonly method: string; readonly given: string; readonly secret: string },
): boolean {
  if (method === '') return false
  const expected = createHmac(method, secret).update(body).digest()
  const found = Buffer.from(given, 'hex')
  return found.length === expected.length && timingSafeEqual(found, expected)
}

async function note(
  { ports, storage }: Hearing,
  { source, hub }: HubSubscription,
  { outcome, bytes = 0 }: { readonly outcome: string; readonly bytes?: number },
): Promise<void> {
  const [id = 0] = await ports.newIds(1)
  const about = { id, source, at: ports.now(), ms: 0, url: hub, status: null, bytes, batch: null, problem: null }
  await storage.write((writer) => putExchanges(storage.tables, writer, [{ ...about, outcome }]))
}
