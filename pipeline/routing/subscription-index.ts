import type { Condition } from '../model/condition.ts'
import type { ServiceType } from '../model/service-type.ts'
import type { Site, Subscription } from '../model/site.ts'
import { accessOf } from './access.ts'
import { match } from './match.ts'
import { needsOf } from './needs.ts'
import type { Routable, Trees } from './routable.ts'

/** A subscription with the site it belongs to. */
export interface Subscribed {
  readonly subscription: Subscription
  readonly site: Site
}

/** All subscriptions of the farm, arranged so that one entry meets only those it could possibly answer. */
export interface SubscriptionIndex {
  /** Subscriptions whose standing request the entry answers. */
  matching(entry: Routable, serviceType: ServiceType): readonly Subscribed[]
  /** Whether the entry may come to that subscription at all, whatever it asks for. */
  lets(entry: Routable, serviceType: ServiceType, id: number): boolean
  get(id: number): Subscribed | undefined
  ofSite(site: string): readonly Subscription[]
  all(): Iterable<Subscribed>
}

/** Arranges subscriptions by the service types and the territories they cannot do without. */
export function indexSubscriptions(all: readonly Subscribed[], trees: Trees): SubscriptionIndex {
  const byId = new Map(all.map((subscribed) => [subscribed.subscription.id, subscribed]))
  const bySite = Map.groupBy(all, (subscribed) => subscribed.site.id)
  const shelves = new Map<string, Subscribed[]>()
  for (const subscribed of all) {
    for (const key of knownShelves(subscribed.subscription.when)) shelves.getOrInsert(key, []).push(subscribed)
  }
  return {
    matching(entry, serviceType) {
      const candidates = all.length <= FEW ? new Set(all) : new Set<Subscribed>()
      if (all.length > FEW)
        for (const key of shelvesFor(entry, trees)) for (const one of shelves.get(key) ?? []) candidates.add(one)
      return [...candidates].filter((candidate) => admits(candidate, serviceType) && answers(entry, candidate, trees))
    },
    lets(entry, serviceType, id) {
      const subscribed = byId.get(id)
      return subscribed !== undefined && admits(subscribed, serviceType) && reaches(entry, subscribed, trees)
    },
    get: (id) => byId.get(id),
    ofSite: (site) =>
      (bySite.get(site) ?? []).map(({ subscription }) => subscription).sort((a, b) => a.position - b.position),
    all: () => byId.values(),
  }
}

/** Whether a kind may show on a site at all: private kinds only ever reach private sites. */
export function admits({ site }: Subscribed, serviceType: ServiceType): boolean {
  return serviceType.visibility === 'public' || site.visibility === 'private'
}

function answers(entry: Routable, subscribed: Subscribed, trees: Trees): boolean {
  const { subscription, site } = subscribed
  return (
    match(entry, subscription.when, { organisation: site.organisation, trees }) && reaches(entry, subscribed, trees)
  )
}

function reaches(entry: Routable, { site }: Subscribed, trees: Trees): boolean {
  return accessOf(entry, { organisation: site.organisation, trees }) !== null
}

// So few are asked one by one faster than they are looked up.
const FEW = 6
const ANY = '*'

const worked = new WeakMap<Condition, readonly string[]>()

// Indexed anew whenever the network changes, which leaves nearly all requests as they were.
function knownShelves(condition: Condition): readonly string[] {
  const known = worked.get(condition) ?? shelvesOf(condition)
  worked.set(condition, known)
  return known
}

function shelvesOf(condition: Condition): string[] {
  const { serviceTypes, territories } = needsOf(condition)
  return (serviceTypes ?? [ANY]).flatMap((type) => (territories ?? [ANY]).map((territory) => `${type} ${territory}`))
}

function shelvesFor(entry: Routable, { gazetteer }: Trees): Set<string> {
  const places = new Set([ANY, ...entry.territories.flatMap((key) => gazetteer.ancestors(key))])
  return new Set([entry.serviceType, ANY].flatMap((type) => [...places].map((place) => `${type} ${place}`)))
}
