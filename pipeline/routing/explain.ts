import type { Delivery } from '../model/delivery.ts'
import type { EntryState } from '../model/entry.ts'
import type { ServiceType } from '../model/service-type.ts'
import { accessOf } from './access.ts'
import type { Finding } from './finding.ts'
import { find } from './match.ts'
import type { Routable, Trees } from './routable.ts'
import { admits, type Subscribed } from './subscription-index.ts'

/** Why an entry is, or is not, in one section of a site. */
export interface Explanation {
  readonly subscription: number
  readonly site: string
  /** Shows to readers of the site now. */
  readonly shown: boolean
  readonly delivery: Delivery['state'] | null
  /** The first thing in the way; null when it is shown. */
  readonly obstacle:
    | 'not-published'
    | 'private-kind-on-public-site'
    | 'no-pact'
    | 'conditions'
    | 'waits-for-confirmation'
    | 'excluded-here'
    | 'being-routed'
    | null
  /** The site's own word that decided, over its request. */
  readonly touch: 'reintroduced-here' | null
  /** How the entry may come here at all: the site's own body, one in line with it, or a pact; null when none lets it. */
  readonly access: 'own' | 'below' | 'above' | { readonly pact: number } | null
  /** Each condition, held or failed, and what decided. */
  readonly finding: Finding
}

/** What explaining takes: `routable` of the live revision, or of the working one before publication. */
export interface Case {
  readonly routable: Routable
  readonly state: EntryState
  readonly serviceType: ServiceType
  readonly trees: Trees
  readonly deliveries: readonly Delivery[]
}

/** Explains one entry in one section, by the very walk that routes. */
export function explain(
  subscribed: Subscribed,
  { routable, state, serviceType, trees, deliveries }: Case,
): Explanation {
  const { subscription, site } = subscribed
  const asker = { organisation: site.organisation, trees }
  const finding = find(routable, subscription.when, asker)
  const access = accessOf(routable, asker)
  const delivered = deliveries.find((one) => one.subscription === subscription.id)
  const delivery = delivered?.state ?? null
  const held = !finding.held && delivered?.touch?.hold === 'reintroduced'
  const obstacle = (() => {
    if (!admits(subscribed, serviceType)) return 'private-kind-on-public-site'
    if (!finding.held && !held) return 'conditions'
    if (access === null) return 'no-pact'
    if (state !== 'published') return 'not-published'
    if (delivery === 'excluded') return 'excluded-here'
    if (delivery === 'pending') return 'waits-for-confirmation'
    return delivery === 'live' ? null : 'being-routed'
  })()
  return {
    subscription: subscription.id,
    site: site.id,
    shown: obstacle === null,
    delivery,
    obstacle,
    touch: held ? 'reintroduced-here' : null,
    access: access === null || typeof access === 'string' ? access : { pact: access.id },
    finding,
  }
}

/** Conditions of a finding that failed, groups opened: one alone makes a near miss. */
export function failures(finding: Finding): readonly Finding[] {
  if (finding.held) return []
  if (finding.condition === 'all') return (finding.parts ?? []).flatMap(failures)
  return [finding]
}
