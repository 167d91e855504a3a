import type { Actor } from '../../pipeline/model/actor.ts'
import type { Partner } from '../storage/gateways/partner-store.ts'
import type { WebhookAsks } from '../storage/gateways/webhook-store.ts'

/** Who a webhook is, before the judge: its partner, reading the sites and the kinds it asks for and no others. */
export function listenerOf({
  asks,
  partner,
}: {
  readonly asks: WebhookAsks
  readonly partner: Partner
}): Extract<Actor, { kind: 'partner' }> {
  const scopes = [
    ...asks.sites.flatMap((site) => [`read:site:${site}`, `read:private:${site}`]),
    ...asks.serviceTypes.map((type) => `read:type:${type}`),
  ]
  const { id, name, organisation } = partner
  return { kind: 'partner', key: 0, partner: id, name, organisation, scopes }
}
