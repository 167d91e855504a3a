import { hash } from 'node:crypto'
import type { Entry, Values } from './model/entry.ts'
import { facetsOf } from './model/facets.ts'
import type { StoredValue } from './model/field-types/field-type.ts'
import { fold } from './model/fold.ts'
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

/** Computes an arrival's identity (`domain.md` §4: external id, else canonical URL, else fingerprint). */
export function identityOf(serviceType: ServiceType, values: Values, externalId: string | undefined): Identity {
  const source = values.source_url
  return {
    externalId: externalId ?? null,
    canonicalUrl: typeof source === 'string' ? canonicalUrl(source) : null,
    fingerprint: fingerprint(serviceType, values),
    contentHash: digest(canonical(serviceType, values)),
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

const TRACKING = /^(utm_\w+|fbclid|gclid|mc_cid|mc_eid|xtor|at_medium|at_campaign|pk_\w+|mtm_\w+)$/i

function fingerprint(serviceType: ServiceType, values: Values): string {
  const { territories } = facetsOf(serviceType, values)
  const date = serviceType.order ? JSON.stringify(values[serviceType.order.field] ?? '') : ''
  return digest([serviceType.id, fold(String(values.title ?? '')), [...territories].sort().join(' '), date].join('\n'))
}

const sortedNames = new WeakMap<ServiceType, readonly string[]>()

// By name: declaring the fields in another order must not make every entry look changed.
function canonical(serviceType: ServiceType, values: Values): string {
  const names = sortedNames.getOrInsertComputed(serviceType, () => serviceType.fields.map(({ name }) => name).sort())
  const sorted: Record<string, StoredValue | undefined> = {}
  for (const name of names) if (Object.hasOwn(values, name)) sorted[name] = values[name]
  return JSON.stringify(sorted)
}

function digest(text: string): string {
  return hash('sha1', text, 'base64url')
}
