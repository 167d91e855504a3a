import { isIP } from 'node:net'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { webAddress } from '../../pipeline/model/written/web-address.ts'
import type { Partner } from '../storage/gateways/partner-store.ts'
import type { WebhookAsks } from '../storage/gateways/webhook-store.ts'
import { listenerOf } from './listener.ts'
import type { PartnerKnowledge } from './partner-room.ts'

/** What a person says of a webhook. */
export interface WebhookWishes {
  readonly url: string
  readonly asks: WebhookAsks
}

/** What checking a webhook looks at beside what is wished. */
export interface WebhookHouse {
  readonly partner: Partner
  readonly knowledge: PartnerKnowledge
  /** Closed addresses and plain HTTP are fine, as in tests. */
  readonly closedToo?: boolean | undefined
}

/**
 * Reads what is wished of a webhook, its address in normal form. Problems, all at once: `not-a-url`, `unsafe-url`, `not-https`,
 * `private-address`, `no-kind-told`, `no-site-asked`, `unknown-site`, `unknown-service-type`. What its name answers is looked at when it
 * is told something.
 */
export function checkWebhook({ url, asks }: WebhookWishes, house: WebhookHouse): Result<WebhookWishes> {
  const { knowledge, partner } = house
  const address = house.closedToo ? anyAddress(url) : openAddress(url)
  const listener = listenerOf({ asks, partner })
  const closed = asks.sites.filter((id) => {
    const site = knowledge.sites.get(id)
    return !site || !may(listener, { action: 'read-site', site }, knowledge).yes
  })
  const unknown = asks.serviceTypes.filter((id) => !knowledge.serviceType(id))
  const problems: Problem[] = [
    ...(address.ok ? [] : address.problems),
    ...(asks.kinds.length === 0 ? [{ code: 'no-kind-told', field: 'kinds' }] : []),
    ...(asks.sites.length === 0 ? [{ code: 'no-site-asked', field: 'sites' }] : []),
    ...closed.map((value) => ({ code: 'unknown-site', field: 'sites', params: { value } })),
    ...unknown.map((value) => ({ code: 'unknown-service-type', field: 'serviceTypes', params: { value } })),
  ]
  return address.ok && problems.length === 0 ? ok({ url: address.value, asks }) : fail(...problems)
}

function openAddress(text: string): Result<string> {
  const field = 'url'
  const address = webAddress(text.trim())
  if (!address.ok) return fail({ code: address.code, field })
  const { protocol, hostname } = new URL(address.href)
  if (protocol !== 'https:') return fail({ code: 'not-https', field })
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || CLOSED.test(hostname))
    return fail({ code: 'private-address', field })
  return ok(address.href)
}

// Names that never belong to the open internet (RFC 6761, RFC 6762); of any other the address is judged when it is reached.
const CLOSED = /(?:^|\.)(?:localhost|local|internal|home\.arpa|test|invalid|onion)\.?$/i

function anyAddress(text: string): Result<string> {
  const url = URL.parse(text.trim())
  return url && /^https?:$/.test(url.protocol) ? ok(url.href) : fail({ code: 'not-a-url', field: 'url' })
}
