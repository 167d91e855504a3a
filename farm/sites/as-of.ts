import type { Actor } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { Site, Subscription } from '../../pipeline/model/site.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { asArranged } from '../lists/as-arranged.ts'
import type { Listed } from '../lists/listed.ts'
import { MOST_SIBLINGS, type Sibling, siblingNumbers } from '../lists/sibling-entries.ts'
import { type PastTouch, touchesThen } from '../storage/deliveries/past-touches.ts'
import { type PastRow, pastEntry } from '../storage/deliveries/spans-store.ts'
import { namesKeptSince } from '../storage/network/names-kept.ts'
import { type NetworkThen, networkThen } from './network-then.ts'
import { type PastServices, servicesThen } from './past-services.ts'
import type { SiteRoom } from './site-room.ts'

/** A site one may look at as it was. */
export interface PastSite extends PastServices {
  /** With the name, the words and the look it had. */
  readonly site: Site
  /** Bodies that were called or looked otherwise then, as they were. */
  readonly organisations: NetworkThen['organisations']
  /** From when on changes of names and of the geography were kept, where that is later than the instant asked: they are told as they were at that moment. */
  readonly namesSince: number | null
}

/** Opens a site as it was at an instant, to its own staff: with the services, the name and the look it had then. */
export async function pastSite(
  room: SiteRoom,
  asked: { readonly site: string; readonly actor: Actor; readonly at: number },
): Promise<Result<PastSite>> {
  const memory = await room.memory()
  const site = memory.sites.get(asked.site)
  if (!site || !may(asked.actor, { action: 'see-past', site }, memory).yes)
    return fail({ code: 'unknown-site', params: { value: asked.site } })
  const now = memory.sites.subscriptions(site.id)
  const [services, network, since] = await Promise.all([
    servicesThen(room.storage, { site: site.id, at: asked.at, now }),
    networkThen(room.storage, asked.at),
    namesKeptSince(room.storage),
  ])
  const { organisations } = network
  const namesSince = since > asked.at ? since : null
  return ok({ ...services, site: network.sites.get(site.id) ?? site, organisations, namesSince })
}

/** An entry as a section showed it, its transforms and the site's own words done to it. */
export interface PastEntry extends Listed {
  readonly revision: number
}

/** Finds an entry in a section as it was; undefined where it did not show then. */
export async function entryAsOf(
  room: SiteRoom,
  { section, entry, at }: { readonly section: Subscription; readonly entry: number; readonly at: number },
): Promise<PastEntry | undefined> {
  const asked = { subscription: section.id, at }
  const [[row], touches] = await Promise.all([
    pastEntry(room.storage, { ...asked, entry }),
    touchesThen(room.storage, { ...asked, entries: [entry] }),
  ])
  if (!row) return undefined
  const knowledge = await room.memory()
  return { ...asShown(row, { section, knowledge, touch: touches[0] }), revision: row.revision }
}

/** What else a section showed then of the matter an entry is one part of, a dozen at most. */
export async function siblingsAsOf(
  room: SiteRoom,
  { sibling, ...asked }: { readonly section: Subscription; readonly sibling: Sibling; readonly at: number },
): Promise<readonly PastEntry[]> {
  const numbers = await siblingNumbers(room.storage, { sibling, limit: MOST_LOOKED_AT })
  const found = await Promise.all(numbers.map((entry) => entryAsOf(room, { ...asked, entry })))
  return found.flatMap((one) => one ?? []).slice(0, MOST_SIBLINGS)
}

// Most of the parts of one matter come and go together.
const MOST_LOOKED_AT = 50

/** A row of the past as its section showed it. */
export function asShown(
  { entry, values, since, sortAt }: PastRow,
  {
    section,
    knowledge,
    touch,
  }: { readonly section: Subscription; readonly knowledge: Knowledge; readonly touch: PastTouch | undefined },
): Listed {
  // An entry's own row tells of today; what was shown is its revision.
  const title = typeof values.title === 'string' ? values.title : entry.title
  const publishedAt = entry.publishedAt === null ? null : Math.min(entry.publishedAt, since)
  const then = { ...entry, title, sortAt, publishedAt, updatedAt: since }
  const place = { subscription: section.id, site: section.site, hold: null, clashes: [], person: null }
  const touched = touch ? { touch: { ...touch, ...place } } : {}
  const listed: Listed = { entry: then, values, subscription: section.id, ...touched }
  return asArranged(listed, { arrangement: section.arrangement, knowledge })
}
