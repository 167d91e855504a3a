import type { LedgerPlace } from '../../pipeline/model/ledger.ts'
import { partnerReader } from '../../pipeline/model/partner-reader.ts'
import { partnersById } from '../storage/gateways/partner-store.ts'
import { messagesAbout, type WebhookMessage } from '../storage/gateways/webhook-messages.ts'
import { listWebhooks } from '../storage/gateways/webhook-store.ts'
import type { Storage } from '../storage/storage.ts'

/** The webhooks that were told of an entry, or that a message about it may have reached. */
export async function pushPlaces(
  storage: Pick<Storage, 'read' | 'tables'>,
  entry: number,
): Promise<readonly LedgerPlace[]> {
  const all = await messagesAbout(storage, entry)
  const sent = all.filter(({ attempts }) => attempts > 0)
  if (sent.length === 0) return []
  const webhooks = new Map((await listWebhooks(storage)).map((one) => [one.id, one]))
  const partners = await partnersById(storage, [...new Set([...webhooks.values()].map((one) => one.partner))])
  const last = new Map(all.map((one) => [one.webhook, one.id]))
  return [...Map.groupBy(sent, (one) => one.webhook)].flatMap(([webhook, messages]) => {
    const partner = partners.get(webhooks.get(webhook)?.partner ?? 0)
    if (!partner) return []
    const reader = partnerReader({ name: partner.name, partner: partner.id })
    return [{ ...heldBy(messages, last.get(webhook)), reader, format: pushFormat(webhook) }]
  })
}

/** How the ledger and a recall name one webhook beside its partner. */
export function pushFormat(webhook: number): string {
  return `webhook-${webhook}`
}

/** When a webhook took the news that an entry was withdrawn, of a withdrawal decided at that instant or later; null while it did not. */
export function tookWithdrawal(messages: readonly WebhookMessage[], webhook: string, since: number): number | null {
  const taken = messages.find(
    ({ webhook: id, kind, state, createdAt }) =>
      pushFormat(id) === webhook && kind === 'withdrawn' && state === 'delivered' && createdAt >= since,
  )
  return taken?.lastAt ?? null
}

function heldBy(sent: readonly WebhookMessage[], last: number | undefined) {
  const taken = sent.findLast((one) => one.state === 'delivered')
  const upToDate = taken !== undefined && taken.id === last
  const holding = upToDate ? (taken.kind === 'withdrawn' ? 'gone' : 'current') : 'behind'
  const at = taken?.lastAt ?? null
  const nowhere = { kind: 'push', site: null, subscription: null, revision: null, reads: null } as const
  return { ...nowhere, holding, since: at, fetchedAt: at, acknowledgedAt: upToDate ? at : null } as const
}
