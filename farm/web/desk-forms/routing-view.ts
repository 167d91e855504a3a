import type { RawValue } from '../../../pipeline/model/field-types/field-type.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { may } from '../../../pipeline/model/may.ts'
import { readValues } from '../../../pipeline/model/read-values.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { type Explanation, explain } from '../../../pipeline/routing/explain.ts'
import { standingOf } from '../../../pipeline/routing/standing.ts'
import { admits, type Subscribed } from '../../../pipeline/routing/subscription-index.ts'
import { routableOf } from '../../../pipeline/terms.ts'
import { accessReason, reasonLine, reasonsOf } from '../present/reasons.ts'
import type { Visit } from '../visit.ts'

/** A site an entry would reach, or just misses, and why, in words. */
export interface RoutedSite {
  readonly site: string
  readonly href: string
  readonly section: string
  readonly private: boolean
  /** A local moderator confirms before it shows. */
  readonly confirm: boolean
  readonly why: string
}

/** Where an entry would go, and the sites that miss it by one condition only. */
export interface RoutingView {
  readonly reached: readonly RoutedSite[]
  readonly near: readonly RoutedSite[]
  /** Private spaces it would reach too, that the person may not read. */
  readonly hidden: number
}

const NEAR = 6

/** Says where what is being typed would go once published, by the very rules that will route it. */
export function routingView(
  visit: Visit,
  typed: {
    readonly serviceType: ServiceType
    readonly organisation: string
    readonly raw: Readonly<Record<string, RawValue>>
  },
): RoutingView {
  const { serviceType, organisation, raw } = typed
  const { values } = readValues({ serviceType, raw, context: visit.show })
  const language = typeof values.language === 'string' ? values.language : 'fr'
  const routable = routableOf(serviceType, values, { organisation, language, publishedAt: null, now: visit.farm.now() })
  const about = { routable, state: 'published', serviceType, trees: visit.memory, deliveries: [] } as const
  const reached: RoutedSite[] = []
  const near: RoutedSite[] = []
  let hidden = 0
  for (const subscribed of visit.memory.subscriptions.all()) {
    if (!admits(subscribed, serviceType)) continue
    const explanation = explain(subscribed, about)
    const standing = standingOf(explanation)
    if (standing === 'far') continue
    const readable = may(visit.actor, { action: 'read-site', site: subscribed.site }, visit.memory).yes
    if (!readable) hidden += standing === 'reached' ? 1 : 0
    else if (standing === 'reached') reached.push(routedSite(visit, subscribed, whyHere(visit, explanation)))
    else near.push(routedSite(visit, subscribed, whyNot(visit, explanation, organisation)))
  }
  return { reached: sorted(reached), near: sorted(near).slice(0, NEAR), hidden }
}

function routedSite({ language, siteUrl }: Visit, { site, subscription }: Subscribed, why: string): RoutedSite {
  return {
    site: site.name,
    href: siteUrl(site.id, '/'),
    section: inLanguage(subscription.label, language),
    private: site.visibility === 'private',
    confirm: subscription.mode === 'confirm',
    why,
  }
}

function sorted(sites: readonly RoutedSite[]): RoutedSite[] {
  return [...sites].sort((a, b) => a.site.localeCompare(b.site, 'fr') || a.section.localeCompare(b.section, 'fr'))
}

// That the kind is asked for goes without saying on the form of that kind.
function whyHere(visit: Visit, { finding }: Explanation): string {
  const parts = finding.condition === 'all' ? (finding.parts ?? []) : [finding]
  const reasons = parts.filter((part) => part.condition !== 'service_type').flatMap((part) => reasonsOf(visit, part))
  return reasons.length === 0 ? visit.words('form.routing.kind-alone') : reasonLine(reasons)
}

function whyNot(visit: Visit, explanation: Explanation, organisation: string): string {
  const barred = explanation.access === null ? [accessReason(visit, explanation, organisation)] : []
  return reasonLine([...reasonsOf(visit, explanation.finding), ...barred].filter((one) => !one.held))
}
