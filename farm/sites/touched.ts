import { together } from '../../pipeline/changes.ts'
import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import type { Delivery } from '../../pipeline/model/delivery.ts'
import type { Entry, Values } from '../../pipeline/model/entry.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import type { Touch } from '../../pipeline/model/touch.ts'
import type { Changes, FarmEvent, Knowledge } from '../../pipeline/ports.ts'
import type { Subscribed } from '../../pipeline/routing/subscription-index.ts'
import { hasNothing } from '../../pipeline/routing/touch.ts'
import type { SiteRoom } from './site-room.ts'

/** One entry in one section, and who has something to say about it there. */
export interface Place {
  readonly entry: number
  readonly subscription: number
  readonly actor: Actor
}

/** A published entry and the section it is, or may come, to. */
export interface OpenedPlace {
  readonly actor: Actor
  readonly knowledge: Knowledge
  readonly subscribed: Subscribed
  readonly entry: Entry
  readonly serviceType: ServiceType
  /** Values of its live revision, which is `revision`. */
  readonly values: Values
  readonly revision: number
  readonly delivery: Delivery | undefined
  /** What the site changed so far; blank where it changed nothing. */
  readonly touch: Touch
}

/** Opens an entry in a section to whoever says what that site shows. Problems: `unknown-delivery`, `not-allowed`, `not-published`. */
export async function openPlace(
  room: SiteRoom,
  { entry: id, subscription, actor }: Place,
): Promise<Result<OpenedPlace>> {
  const { ports } = room
  const knowledge = await room.memory()
  const subscribed = knowledge.subscriptions.get(subscription)
  if (!subscribed) return fail({ code: 'unknown-delivery' })
  const allowed = may(actor, { action: 'confirm-delivery', site: subscribed.site }, knowledge)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const [entry, deliveries] = await Promise.all([ports.entries.get(id), ports.entries.deliveries([id])])
  const serviceType = entry && knowledge.serviceType(entry.serviceType)
  if (!entry || !serviceType) return fail({ code: 'unknown-delivery' })
  const revision = entry.state === 'published' ? entry.liveRevision : null
  if (revision === null) return fail({ code: 'not-published' })
  const delivery = deliveries.find((one) => one.subscription === subscription)
  const touch = delivery?.touch ?? blank(id, subscribed)
  const values = (await ports.entries.revision(revision))?.values ?? {}
  return ok({ actor, knowledge, subscribed, entry, serviceType, values, revision, delivery, touch })
}

function blank(entry: number, { subscription, site }: Subscribed): Touch {
  const nothing = { hold: null, pin: null, fields: {}, clashes: [], person: null, at: 0 }
  return { entry, subscription: subscription.id, site: site.id, ...nothing }
}

/** What a site's word writes: touches as they now are, with the event that tells it, and whatever goes with it. */
export interface SiteWord {
  readonly kind: Extract<FarmEvent['kind'], 'pinned' | 'unpinned' | 'retouched' | 'settled' | 'reintroduced' | 'let-go'>
  readonly touches: readonly Touch[]
  readonly data?: Record<string, unknown>
  readonly changes?: (now: number) => Partial<Changes>
}

/** Writes a site's word on an entry in one transaction; its pages are stale from then on. */
export async function writeWord(
  { ports }: Pick<SiteRoom, 'ports'>,
  { entry, subscribed, actor }: Pick<OpenedPlace, 'entry' | 'subscribed' | 'actor'>,
  word: SiteWord,
): Promise<Result<void>> {
  const now = ports.now()
  const person = personOf(actor)
  const [id = 0] = await ports.newIds(1)
  const said = word.touches.map((touch) => ({ ...touch, person, at: now }))
  const about = { id, at: now, kind: word.kind, entry: entry.id, site: subscribed.site.id, person, batch: null }
  const event: FarmEvent = { ...about, data: { subscription: subscribed.subscription.id, ...word.data } }
  const written = await ports.commit(
    together([
      { touches: said.filter((one) => !hasNothing(one)), untouched: said.filter(hasNothing), events: [event] },
      word.changes?.(now) ?? {},
    ]),
  )
  return written.ok ? ok(undefined) : written
}
