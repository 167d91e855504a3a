import { eventOf, together } from './changes.ts'
import { type Actor, personOf } from './model/actor.ts'
import type { Delivery } from './model/delivery.ts'
import type { Entry } from './model/entry.ts'
import { may } from './model/may.ts'
import { fail, ok, type Result } from './model/problem.ts'
import type { Knowledge, Ports } from './ports.ts'
import { routableOf } from './terms.ts'

/** A site's own word on an entry routed to it. */
export interface Confirming {
  readonly entry: number
  readonly subscription: number
  /** Show it here, or keep it out; either may be changed later. */
  readonly shown: boolean
  readonly reason: string
  readonly actor: Actor
}

/** Lets a routed entry show on a site, or excludes it there only; a site's exclusion survives corrections. */
export async function confirm(ports: Ports, confirming: Confirming): Promise<Result<Delivery>> {
  const { actor, shown } = confirming
  const knowledge = await ports.knowledge()
  const subscribed = knowledge.subscriptions.get(confirming.subscription)
  const entry = await ports.entries.get(confirming.entry)
  const delivery = (await ports.entries.deliveries([confirming.entry])).find(
    (one) => one.subscription === confirming.subscription,
  )
  if (!subscribed || !entry || !delivery) return fail({ code: 'unknown-delivery' })
  const allowed = may(actor, { action: 'confirm-delivery', site: subscribed.site }, knowledge)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const waits = delivery.state !== 'retracted' && (!shown || (await mayShow(ports, { knowledge, delivery, entry })))
  if (!waits) return fail({ code: 'nothing-waits' })
  return settle(ports, { confirming, entry, delivery })
}

interface Asking {
  readonly knowledge: Knowledge
  readonly delivery: Delivery
  readonly entry: Entry
}

// What was kept out may be shown later, but only while the service still asks for it, or the site brought it there itself.
async function mayShow(ports: Ports, { knowledge, delivery, entry }: Asking): Promise<boolean> {
  const serviceType = knowledge.serviceType(entry.serviceType)
  if (!serviceType || entry.state !== 'published' || entry.liveRevision === null) return false
  const values = (await ports.entries.revision(entry.liveRevision))?.values ?? {}
  const routable = routableOf(serviceType, values, { ...entry, now: ports.now() })
  const { subscription, touch } = delivery
  if (touch?.hold === 'reintroduced') return knowledge.subscriptions.lets(routable, serviceType, subscription)
  const asking = knowledge.subscriptions.matching(routable, serviceType)
  return asking.some((one) => one.subscription.id === subscription)
}

interface Settling {
  readonly confirming: Confirming
  readonly entry: Entry
  readonly delivery: Delivery
}

async function settle(ports: Ports, { confirming, entry, delivery }: Settling): Promise<Result<Delivery>> {
  const { actor, reason, shown, subscription } = confirming
  const { site, revision } = delivery
  const now = ports.now()
  const [first = 0, second = 0] = await ports.newIds(2)
  const decided: Delivery = { ...delivery, state: shown ? 'live' : 'excluded', updatedAt: now }
  const about = { id: first, at: now, actor, entry: entry.id, site, data: { subscription, reason } }
  const verdict = shown ? 'confirm' : 'exclude'
  const changes = together([
    {
      deliveries: [{ ...decided, serviceType: entry.serviceType, sortAt: entry.sortAt }],
      decisions: [{ id: second, entry: entry.id, revision, verdict, person: personOf(actor), reason, at: now }],
      events: [eventOf(shown ? 'confirmed' : 'excluded', about)],
    },
  ])
  const committed = await ports.commit(changes)
  return committed.ok ? ok(decided) : committed
}
