import type { Entry, Values } from '../../../pipeline/model/entry.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { may } from '../../../pipeline/model/may.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { type Explanation, explain } from '../../../pipeline/routing/explain.ts'
import { standingOf } from '../../../pipeline/routing/standing.ts'
import { admits, type Subscribed } from '../../../pipeline/routing/subscription-index.ts'
import { routableOf } from '../../../pipeline/terms.ts'
import { accessReason, type Reason, reasonsOf } from '../present/reasons.ts'
import type { Visit } from '../visit.ts'

/** A service of a site an entry would reach, or just misses, and why. */
export interface Destination {
  readonly site: string
  readonly name: string
  readonly service: string
  /** The site's own moderator says yes first. */
  readonly toConfirm: boolean
  readonly reasons: readonly Reason[]
}

/** Where the working revision of an entry would go once published. */
export interface Destinations {
  readonly reached: readonly Destination[]
  /** Services of the right kind that one condition alone keeps it from, on sites it does not reach otherwise. */
  readonly missed: readonly Destination[]
  /** How many private spaces this person may not read would receive it too. */
  readonly hidden: number
}

/** Follows the very walk that routes, over every service of the farm, before anything is published. */
export function destinationsOf(
  visit: Visit,
  { entry, values, serviceType }: { readonly entry: Entry; readonly values: Values; readonly serviceType: ServiceType },
): Destinations {
  const { memory, actor } = visit
  const routable = routableOf(serviceType, values, { ...entry, now: visit.farm.now() })
  const about = { routable, state: entry.state, serviceType, trees: memory, deliveries: [] }
  const admitting = [...memory.subscriptions.all()].filter((one) => admits(one, serviceType))
  const explained = admitting.map((subscribed) => ({ subscribed, explanation: explain(subscribed, about) }))
  const readable = (site: Subscribed['site']) => may(actor, { action: 'read-site', site }, memory).yes
  const reached = explained.filter((one) => standingOf(one.explanation) === 'reached')
  const open = reached.filter((one) => readable(one.subscribed.site))
  const sites = new Set(reached.map((one) => one.subscribed.site.id))
  const missed = explained.filter(
    ({ subscribed, explanation }) =>
      !sites.has(subscribed.site.id) && readable(subscribed.site) && standingOf(explanation) === 'near',
  )
  const shown = (one: (typeof explained)[number]) => destination(visit, one, entry.organisation)
  return {
    reached: open.map(shown),
    missed: missed.map(shown),
    hidden: new Set(reached.map((one) => one.subscribed.site).filter((site) => !readable(site))).size,
  }
}

function destination(
  visit: Visit,
  { subscribed, explanation }: { readonly subscribed: Subscribed; readonly explanation: Explanation },
  organisation: string,
): Destination {
  const { site, subscription } = subscribed
  const barred = explanation.access === null ? [accessReason(visit, explanation, organisation)] : []
  return {
    site: site.id,
    name: site.name,
    service: inLanguage(subscription.label, visit.language),
    toConfirm: subscription.mode === 'confirm',
    reasons: [...reasonsOf(visit, explanation.finding), ...barred],
  }
}
