import type { Condition } from '../model/condition.ts'
import type { ServiceType } from '../model/service-type.ts'
import type { Site, Subscription } from '../model/site.ts'
import type { TerritoryKey } from '../model/territory.ts'
import { match, type Routable, type Trees } from './match.ts'
import { accessOf } from './origin.ts'

/** A subscription with the site it belongs to. */
export interface Subscribed {
  readonly subscription: Subscription
  readonly site: Site
}

/** All subscriptions of the farm, arranged so that one entry meets only those it could possibly answer. */
export interface SubscriptionIndex {
  /** Subscriptions whose standing request the entry answers. */
  matching(entry: Routable, serviceType: ServiceType): readonly Subscribed[]
  get(id: number): Subscribed | undefined
  ofSite(site: string): readonly Subscription[]
  all(): Iterable<Subscribed>
}

/** Service types or territories a request cannot do without; null where it may hold without them. */
interface Needs {
  readonly serviceTypes: readonly string[] | null
  readonly territories: readonly TerritoryKey[] | null
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
      const candidates = new Set<Subscribed>()
      for (const key of shelvesFor(entry, trees)) for (const one of shelves.get(key) ?? []) candidates.add(one)
      return [...candidates].filter((candidate) => admits(candidate, serviceType) && answers(entry, candidate, trees))
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

function answers(entry: Routable, { subscription, site }: Subscribed, trees: Trees): boolean {
  const asker = { organisation: site.organisation, trees }
  return match(entry, subscription.when, asker) && accessOf(entry, asker) !== null
}

const ANY = '*'

const worked = new WeakMap<Condition, readonly string[]>()

// Indexed anew whenever the network changes, which leaves nearly all requests as they were.
function knownShelves(condition: Condition): readonly string[] {
  const known = worked.get(condition) ?? shelvesOf(condition)
  worked.set(condition, known)
  return known
}

function shelvesOf(condition: Condition): string[] {
  const { serviceTypes, territories } = needs(condition)
  return (serviceTypes ?? [ANY]).flatMap((type) => (territories ?? [ANY]).map((territory) => `${type} ${territory}`))
}

function shelvesFor(entry: Routable, { gazetteer }: Trees): Set<string> {
  const places = new Set([ANY, ...entry.territories.flatMap((key) => gazetteer.ancestors(key))])
  return new Set([entry.serviceType, ANY].flatMap((type) => [...places].map((place) => `${type} ${place}`)))
}

function needs(condition: Condition): Needs {
  if ('service_type' in condition) return { serviceTypes: condition.service_type, territories: null }
  if ('territory' in condition && (condition.relation ?? 'within') === 'within') {
    return { serviceTypes: null, territories: condition.territory }
  }
  if ('any' in condition) return eitherOf(condition.any.map(needs))
  if (!('all' in condition)) return { serviceTypes: null, territories: null }
  const parts = condition.all.map(needs)
  return {
    serviceTypes: parts.find((part) => part.serviceTypes)?.serviceTypes ?? null,
    territories: parts.find((part) => part.territories)?.territories ?? null,
  }
}

// One of several ways suffices: it cannot do without what each of them needs.
function eitherOf(ways: readonly Needs[]): Needs {
  const joined = (of: (needs: Needs) => readonly string[] | null) =>
    ways.every((one) => of(one) !== null) ? [...new Set(ways.flatMap((one) => of(one) ?? []))] : null
  return { serviceTypes: joined((one) => one.serviceTypes), territories: joined((one) => one.territories) }
}
