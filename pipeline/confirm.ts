import { eventOf, together } from './changes.ts'
import { type Actor, personOf } from './model/actor.ts'
import type { Delivery } from './model/delivery.ts'
import { may } from './model/may.ts'
import { fail, ok, type Result } from './model/problem.ts'
import type { Ports } from './ports.ts'

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
  const { actor, reason, shown } = confirming
  const knowledge = await ports.knowledge()
  const subscribed = knowledge.subscriptions.get(confirming.subscription)
  const entry = await ports.entries.get(confirming.entry)
  const delivery = (await ports.entries.deliveries([confirming.entry])).find(
    (one) => one.subscription === confirming.subscription,
  )
  if (!subscribed || !entry || !delivery) return fail({ code: 'unknown-delivery' })
  const allowed = may(actor, { action: 'confirm-delivery', site: subscribed.site }, knowledge)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  if (delivery.state === 'retracted') return fail({ code: 'nothing-waits' })
  const now = ports.now()
  const [first = 0, second = 0] = await ports.newIds(2)
  const decided: Delivery = { ...delivery, state: shown ? 'live' : 'excluded', updatedAt: now }
  const about = {
    id: first,
    at: now,
    actor,
    entry: entry.id,
    site: subscribed.site.id,
    data: { subscription: confirming.subscription, reason },
  }
  const committed = await ports.commit(
    together([
      {
        deliveries: [{ ...decided, serviceType: entry.serviceType, sortAt: entry.sortAt }],
        decisions: [
          {
            id: second,
            entry: entry.id,
            revision: delivery.revision,
            verdict: shown ? 'confirm' : 'exclude',
            person: personOf(actor),
            reason,
            at: now,
          },
        ],
        events: [eventOf(shown ? 'confirmed' : 'excluded', about)],
      },
    ]),
  )
  return committed.ok ? ok(decided) : committed
}
