import type { Delivery } from '../../../pipeline/model/delivery.ts'
import type { Entry } from '../../../pipeline/model/entry.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { may } from '../../../pipeline/model/may.ts'
import { entryPath } from '../present/row-item.ts'
import type { Visit } from '../visit.ts'

/** An entry in one service of a site. */
export interface Appearance {
  readonly site: string
  readonly name: string
  readonly service: string
  readonly subscription: number
  readonly state: Delivery['state']
  /** Instant (ms). */
  readonly since: number
  readonly updatedAt: number
  /** Its page there, while it shows. */
  readonly href: string | undefined
}

/** Where an entry stands on the sites this person may read, and on how many others it stands too. */
export async function appearancesOf(
  visit: Visit,
  entries: readonly Entry[],
): Promise<ReadonlyMap<number, { readonly shown: readonly Appearance[]; readonly hidden: number }>> {
  const { farm, memory, actor } = visit
  const deliveries = await farm.ports.entries.deliveries(entries.map((one) => one.id))
  const byEntry = Map.groupBy(deliveries, (one) => one.entry)
  const readable = (id: string) => {
    const site = memory.sites.get(id)
    return site !== undefined && may(actor, { action: 'read-site', site }, memory).yes
  }
  return new Map(
    entries.map((entry) => {
      const all = byEntry.get(entry.id) ?? []
      const open = all.filter((one) => readable(one.site))
      const live = all.filter((one) => one.state === 'live' && !readable(one.site))
      return [
        entry.id,
        {
          shown: open
            .flatMap((one) => appearance(visit, entry, one) ?? [])
            .sort((a, b) => a.name.localeCompare(b.name)),
          hidden: new Set(live.map((one) => one.site)).size,
        },
      ]
    }),
  )
}

function appearance(visit: Visit, entry: Entry, delivery: Delivery): Appearance | undefined {
  const subscribed = visit.memory.subscriptions.get(delivery.subscription)
  if (!subscribed) return undefined
  const { site, subscription } = subscribed
  const address = visit.siteUrl(site.id, entryPath(subscription.slug, entry))
  const door = site.visibility === 'private' ? visit.href(`/ticket?to=${encodeURIComponent(address)}`) : address
  return {
    site: site.id,
    name: site.name,
    service: inLanguage(subscription.label, visit.language),
    subscription: subscription.id,
    state: delivery.state,
    since: delivery.since,
    updatedAt: delivery.updatedAt,
    href: delivery.state === 'live' ? door : undefined,
  }
}
