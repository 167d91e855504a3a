import { eventOf } from './changes.ts'
import { describe } from './describe.ts'
import { datesOf } from './lifetime.ts'
import type { Actor } from './model/actor.ts'
import type { Delivery } from './model/delivery.ts'
import type { Entry, Values } from './model/entry.ts'
import type { ServiceType } from './model/service-type.ts'
import type { Touch } from './model/touch.ts'
import type { Changes, Knowledge } from './ports.ts'
import { retract, route } from './routing/route.ts'
import { hasNothing, mergeTouch } from './routing/touch.ts'
import { languageOf, routableOf } from './terms.ts'

/** What making the working revision live takes. */
export interface Publication {
  readonly entry: Entry
  readonly values: Values
  readonly serviceType: ServiceType
  /** Deliveries as they stand; none for a new entry. */
  readonly current: readonly Delivery[]
  readonly knowledge: Knowledge
  readonly actor: Actor
  readonly now: number
  /** A free number for its event. */
  readonly event: number
  readonly batch?: number | null
  /** Instant it was first published elsewhere, for what is new here. */
  readonly since?: number | undefined
}

/**
 * Makes the working revision the live one and routes it; before its day it is scheduled, after its end it is expired,
 * and then it shows nowhere. Returns the entry's new state with everything else to write, for the caller to commit.
 */
export function publish(publication: Publication): { readonly entry: Entry; readonly changes: Partial<Changes> } {
  const entry = liveEntry(publication)
  const { values, serviceType, current, knowledge, actor, now, batch = null } = publication
  const shown = entry.state === 'published'
  const deliveries = shown ? routed(entry, publication) : retract({ entry, current, now })
  const { terms, searchable } = describe({ entry, values }, { serviceType, knowledge, now })
  const kind = entry.state === 'scheduled' ? 'scheduled' : entry.state === 'expired' ? 'expired' : 'published'
  const sites = [...new Set(deliveries.filter((one) => one.state === 'live').map((one) => one.site))]
  return {
    entry,
    changes: {
      terms,
      searchable: shown ? searchable : [],
      unsearchable: shown ? [] : [entry.id],
      deliveries,
      ...mergedTouches(entry, publication),
      events: [
        eventOf(kind, {
          id: publication.event,
          at: now,
          actor,
          entry: entry.id,
          batch,
          data: { revision: entry.workingRevision, sites },
        }),
      ],
    },
  }
}

function liveEntry({ entry, values, serviceType, now, since = now }: Publication): Entry {
  // What comes back is published anew; what was scheduled and may show at once is not dated in the future.
  const publishedAt = entry.liveRevision === null ? Math.min(since, now) : Math.min(entry.publishedAt ?? now, now)
  const dates = datesOf(serviceType, values, publishedAt)
  const early = dates.validFrom !== null && dates.validFrom > now
  const over = dates.validUntil !== null && dates.validUntil <= now
  return {
    ...entry,
    ...dates,
    title: String(values.title ?? entry.title),
    language: languageOf(values),
    state: over ? 'expired' : early ? 'scheduled' : 'published',
    review: 'accepted',
    liveRevision: over ? null : entry.workingRevision,
    publishedAt: early ? dates.validFrom : publishedAt,
    updatedAt: now,
  }
}

function routed(entry: Entry, { values, serviceType, current, knowledge, now }: Publication) {
  const routable = routableOf(serviceType, values, { ...entry, now })
  return route({ entry, routable, serviceType, index: knowledge.subscriptions, current, now })
}

// What sites changed for themselves goes with an entry whose time is over; otherwise it meets what was corrected.
function mergedTouches({ liveRevision }: Entry, { current, values, now }: Publication): Partial<Changes> {
  const touches = current.flatMap((one) => one.touch ?? [])
  if (liveRevision === null) return { untouched: touches }
  const merged = touches
    .map((touch) => [touch, mergeTouch(touch, values)] as const)
    .filter(([touch, after]) => after !== touch)
    .map(([touch, after]) => (saysLess(touch, after) ? { ...after, at: now } : after))
  return { touches: merged.filter((one) => !hasNothing(one)), untouched: merged.filter(hasNothing) }
}

// What it said until now is kept from its instant on: it has another one from now on.
function saysLess(touch: Touch, after: Touch): boolean {
  return Object.keys(after.fields).length < Object.keys(touch.fields).length
}
