import type { Delivery } from '../../pipeline/model/delivery.ts'
import { fail, type Result } from '../../pipeline/model/problem.ts'
import type { Changes } from '../../pipeline/ports.ts'
import type { Routable } from '../../pipeline/routing/routable.ts'
import { admits } from '../../pipeline/routing/subscription-index.ts'
import { routableOf } from '../../pipeline/terms.ts'
import type { SiteRoom } from './site-room.ts'
import { type OpenedPlace, openPlace, type Place, writeWord } from './touched.ts'

/**
 * Shows a published entry in a section that does not ask for it, as long as its organisation's entries may come to that site at
 * all. Problems: those of opening it, `already-here`, `private-kind-on-public-site`, `may-not-come-here`.
 */
export async function reintroduce(room: SiteRoom, place: Place): Promise<Result<void>> {
  const opened = await openPlace(room, place)
  if (!opened.ok) return opened
  const { delivery, knowledge, serviceType, subscribed, touch } = opened.value
  if (delivery?.state === 'live') return fail({ code: 'already-here' })
  if (!admits(subscribed, serviceType))
    return fail({ code: 'private-kind-on-public-site', params: { value: serviceType.label.fr } })
  const routable = routableNow(room, opened.value)
  if (!knowledge.subscriptions.lets(routable, serviceType, subscribed.subscription.id))
    return fail({ code: 'may-not-come-here' })
  const hold = isAsked(opened.value, routable) ? null : ('reintroduced' as const)
  const [decision = 0] = await room.ports.newIds(1)
  return writeWord(room, opened.value, {
    kind: 'reintroduced',
    touches: [{ ...touch, hold }],
    changes: (now) => shownFrom(opened.value, { now, decision }),
  })
}

/** Lets a section's own request decide again about an entry the site brought there: it leaves when it is not asked for. */
export async function letGo(room: SiteRoom, place: Place): Promise<Result<void>> {
  const opened = await openPlace(room, place)
  if (!opened.ok) return opened
  const { delivery, entry, touch } = opened.value
  if (!delivery || touch.hold !== 'reintroduced') return fail({ code: 'not-brought-here' })
  const stays = isAsked(opened.value, routableNow(room, opened.value))
  const kept = stays ? { ...touch, hold: null } : { ...touch, hold: null, pin: null, fields: {}, clashes: [] }
  const columns = { serviceType: entry.serviceType, sortAt: entry.sortAt }
  const leaving = (now: number) => [{ ...delivery, ...columns, state: 'retracted' as const, updatedAt: now }]
  return writeWord(room, opened.value, {
    kind: 'let-go',
    touches: [kept],
    changes: (now) => (stays || delivery.state !== 'live' ? {} : { deliveries: leaving(now) }),
  })
}

function routableNow({ ports }: SiteRoom, { entry, serviceType, values }: OpenedPlace): Routable {
  return routableOf(serviceType, values, { ...entry, now: ports.now() })
}

function isAsked({ knowledge, serviceType, subscribed }: OpenedPlace, routable: Routable): boolean {
  const asking = knowledge.subscriptions.matching(routable, serviceType)
  return asking.some((one) => one.subscription.id === subscribed.subscription.id)
}

function shownFrom(
  { actor, delivery, entry, revision, subscribed }: OpenedPlace,
  { now, decision }: { readonly now: number; readonly decision: number },
): Partial<Changes> {
  const columns = { serviceType: entry.serviceType, sortAt: entry.sortAt }
  const place = { entry: entry.id, subscription: subscribed.subscription.id, site: subscribed.site.id }
  const since = delivery?.since ?? now
  const live: Delivery = { ...place, state: 'live', revision, since, updatedAt: now, revisionSince: now }
  const person = actor.kind === 'person' ? actor.id : null
  return {
    deliveries: [{ ...live, ...columns }],
    decisions: [{ id: decision, entry: entry.id, revision, verdict: 'confirm', person, reason: '', at: now }],
  }
}
