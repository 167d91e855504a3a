import type { RawValue } from '../../../pipeline/model/field-types/field-type.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { may } from '../../../pipeline/model/may.ts'
import { readValues } from '../../../pipeline/model/read-values.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { askedServiceTypes } from '../../../pipeline/routing/asked.ts'
import { type Explanation, explain, failures } from '../../../pipeline/routing/explain.ts'
import type { Finding } from '../../../pipeline/routing/finding.ts'
import { admits, type Subscribed } from '../../../pipeline/routing/subscription-index.ts'
import { routableOf } from '../../../pipeline/terms.ts'
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
    const asked = askedServiceTypes(subscribed.subscription.when)
    const missing = failures(explanation.finding)
    const readable = may(visit.actor, { action: 'read-site', site: subscribed.site }, visit.memory).yes
    if (!readable) hidden += explanation.finding.held ? 1 : 0
    else if (explanation.finding.held) reached.push(routedSite(visit, subscribed, whyHere(visit, explanation)))
    else if (missing.length === 1 && missing[0] && (asked.length === 0 || asked.includes(serviceType.id)))
      if (missing[0].condition !== 'service_type') near.push(routedSite(visit, subscribed, whyNot(visit, missing[0])))
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

function whyHere(visit: Visit, { finding }: Explanation): string {
  const reasons = leaves(finding).flatMap((leaf) => heldReason(visit, leaf) ?? [])
  return reasons.length === 0 ? visit.words('form.routing.kind-alone') : [...new Set(reasons)].join(', ')
}

function heldReason(visit: Visit, { condition, by }: Finding): string | undefined {
  if (!by) return undefined
  const has = nameOf(visit, condition, by.has)
  const asked = nameOf(visit, condition, by.asked)
  if (condition === 'theme' || condition === 'territory') {
    if (by.has === by.asked) return visit.words(`form.routing.${condition}`, { has })
    const covers = condition === 'territory' && !visit.memory.gazetteer.ancestors(by.has).includes(by.asked)
    return visit.words(`form.routing.${condition}-${covers ? 'over' : 'under'}`, { has, asked })
  }
  return condition === 'origin' ? visit.words('form.routing.origin', { has }) : undefined
}

function whyNot(visit: Visit, { condition, asked = [], has = [] }: Finding): string {
  const list = (names: readonly string[]) =>
    new Intl.ListFormat(visit.language, { type: 'disjunction' }).format(
      names.slice(0, 4).map((name) => nameOf(visit, condition, name)),
    )
  const key = `form.routing.miss-${condition}${has.length === 0 ? '-none' : ''}`
  return visit.words(visit.words.has(key) ? key : 'form.routing.miss-other', { asked: list(asked), has: list(has) })
}

function leaves(finding: Finding): readonly Finding[] {
  if (!finding.held || finding.condition === 'none') return []
  return finding.parts ? finding.parts.flatMap(leaves) : [finding]
}

function nameOf({ memory, language, words }: Visit, condition: Finding['condition'], name: string): string {
  if (condition === 'theme') return inLanguage(memory.thesaurus.get('themes', name)?.label ?? { fr: name }, language)
  if (condition === 'territory') return memory.gazetteer.get(name)?.name ?? name
  if (condition !== 'origin') return name
  const organisation = memory.organisations.get(name.replace(/^organisation:/, ''))
  return organisation?.shortName ?? words(`form.origin.${name}`)
}
