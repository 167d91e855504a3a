import type { Condition } from '../model/condition.ts'
import type { ServiceType } from '../model/service-type.ts'
import type { Site, Subscription } from '../model/site.ts'
import { accessOf } from './access.ts'
import { climbed } from './climbed.ts'
import { match } from './match.ts'
import { type Needs, needsOf } from './needs.ts'
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

/** Arranges subscriptions by the service types, and the territories or themes, they cannot do without. */
export function indexSubscriptions(all: readonly Subscribed[], trees: Trees): SubscriptionIndex {
  const byId = new Map(all.map((subscribed) => [subscribed.subscription.id, subscribed]))
  const bySite = Map.groupBy(all, (subscribed) => subscribed.site.id)
  const shelves = arrange(all, trees)
  return {
    matching(entry, serviceType) {
      const candidates = all.length <= FEW ? all : [...candidatesFor(entry, shelves, trees)]
      return candidates.filter((candidate) => admits(candidate, serviceType) && answers(entry, candidate, trees))
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

/** Subscriptions of one service type by what else they cannot do without: a territory, else a theme, else nothing. */
interface Shelf {
  readonly places: Map<string, Subscribed[]>
  /** The same by what lies around the asked territories: what is about all of that covers them. */
  readonly over: Map<string, Subscribed[]>
  readonly themes: Map<string, Subscribed[]>
  readonly any: Subscribed[]
}

function arrange(all: readonly Subscribed[], { gazetteer }: Trees): ReadonlyMap<string, Shelf> {
  const shelves = new Map<string, Shelf>()
  for (const subscribed of all) {
    const { serviceTypes, territories, around, themes } = knownNeeds(subscribed.subscription.when)
    for (const type of serviceTypes ?? [ANY]) {
      const shelf = shelves.getOrInsertComputed(type, () => ({
        places: new Map(),
        over: new Map(),
        themes: new Map(),
        any: [],
      }))
      const places = territories ?? around
      for (const key of places ?? []) shelf.places.getOrInsert(key, []).push(subscribed)
      const wider = territories ? [] : new Set(around?.flatMap((key) => gazetteer.ancestors(key)))
      for (const key of wider) shelf.over.getOrInsert(key, []).push(subscribed)
      if (places) continue
      for (const code of themes ?? []) shelf.themes.getOrInsert(code, []).push(subscribed)
      if (!themes) shelf.any.push(subscribed)
    }
  }
  return shelves
}

const worked = new WeakMap<Condition, Needs>()

// Indexed anew whenever the network changes, which leaves nearly all requests as they were.
function knownNeeds(condition: Condition): Needs {
  return worked.getOrInsertComputed(condition, () => needsOf(condition))
}

function candidatesFor(entry: Routable, shelves: ReadonlyMap<string, Shelf>, trees: Trees): Set<Subscribed> {
  const candidates = new Set<Subscribed>()
  const { territories, themes } = climbed(entry, trees)
  for (const type of [entry.serviceType, ANY]) {
    const shelf = shelves.get(type)
    if (!shelf) continue
    for (const one of shelf.any) candidates.add(one)
    for (const line of territories) for (const key of line) addAll(candidates, shelf.places.get(key))
    for (const key of entry.territories) addAll(candidates, shelf.over.get(key))
    for (const line of themes) for (const code of line) addAll(candidates, shelf.themes.get(code))
  }
  return candidates
}

function addAll<T>(to: Set<T>, some: readonly T[] | undefined): void {
  if (some) for (const one of some) to.add(one)
}
