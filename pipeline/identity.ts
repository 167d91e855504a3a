import { hash } from 'node:crypto'
import type { Entry, Values } from './model/entry.ts'
import { facetsOf } from './model/facets.ts'
import { fold } from './model/fold.ts'
import { jsonText } from './model/json-text.ts'
import type { ServiceType } from './model/service-type.ts'

/** What an arrival is recognised by, strongest first. */
export interface Identity {
  readonly externalId: string | null
  readonly canonicalUrl: string | null
  /** Same kind, same folded title, same places, same first date: equal elsewhere is a likely duplicate. */
  readonly fingerprint: string
  /** Digest of all values: equal means nothing changed. */
  readonly contentHash: string
}

/** Computes the identity of an arrival (external id, else canonical URL, else fingerprint) from its values, by name as `readValues` gives them. */
export function identityOf(serviceType: ServiceType, values: Values, externalId: string | undefined): Identity {
  const source = values.source_url
  return {
    externalId: externalId ?? null,
    canonicalUrl: typeof source === 'string' ? canonicalUrl(source) : null,
    fingerprint: fingerprint(serviceType, values),
    contentHash: digest(jsonText(values)),
  }
}

/** The entry an arrival is a version of, among those of its own kind and organisation. */
export function recognise(identity: Identity, among: readonly Entry[], source: number | null): Entry | undefined {
  const byId =
    identity.externalId && among.find((one) => one.externalId === identity.externalId && one.source === source)
  if (identity.externalId) return byId || undefined
  const byUrl = identity.canonicalUrl && among.find((one) => one.canonicalUrl === identity.canonicalUrl)
  // Two addresses are two pages, whatever their titles: at most a likely duplicate.
  const oneAddress = (one: Entry) => one.canonicalUrl === null || identity.canonicalUrl === null
  return byUrl || among.find((one) => one.fingerprint === identity.fingerprint && oneAddress(one))
}

/** One address for the many ways a page is linked: https, no `www.`, no trailing slash, no tracking parameters, sorted query. */
export function canonicalUrl(address: string): string | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name)
  url.searchParams.sort()
  const path = url.pathname.replace(/\/+$/, '')
  const query = url.searchParams.size > 0 ? `?${url.searchParams}` : ''
  return `https://${url.host.replace(/^www\./, '')}${path}${query}`
}

const TRACKING =
  /^(utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|xtor|at_(?:medium|campaign)|(?:pk|mtm|piwik|matomo)_\w+)$/i

function fingerprint(serviceType: ServiceType, values: Values): string {
  const { territories } = facetsOf(serviceType, values)
  const date = serviceType.order ? JSON.stringify(values[serviceType.order.field] ?? '') : ''
  return digest([serviceType.id, fold(String(values.title ?? '')), [...territories].sort().join(' '), date].join('\n'))
}

function digest(text: string): string {
  return hash('sha1', text, 'base64url')
}
