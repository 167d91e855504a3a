import type { Entry } from '../../../pipeline/model/entry.ts'
import { may } from '../../../pipeline/model/may.ts'
import { keptFor } from '../../storage/entries/duplicate-store.ts'
import { entryPath } from '../present/row-item.ts'
import type { Visit } from '../visit.ts'

/** Page of the entry that was kept in place of one that said the same: on this site, else on another that this visitor may read. */
export async function keptAddress(
  visit: Visit,
  { id, state }: Pick<Entry, 'id' | 'state'>,
): Promise<string | undefined> {
  if (state !== 'withdrawn') return undefined
  const { farm, memory, site, actor } = visit
  const kept = await keptFor(farm.storage, id)
  const entry = kept === undefined ? undefined : await farm.ports.entries.get(kept)
  if (entry?.state !== 'published') return undefined
  const live = (await farm.ports.entries.deliveries([entry.id])).filter((one) => one.state === 'live')
  const places = live.flatMap(({ subscription }) => memory.subscriptions.get(subscription) ?? [])
  const open = places.filter((one) => may(actor, { action: 'read-site', site: one.site }, memory).yes)
  const here = open.find((one) => one.site.id === site?.id)
  if (here) return visit.href(entryPath(here.subscription.slug, entry))
  const [elsewhere] = open.filter((one) => one.site.visibility === 'public')
  return elsewhere && visit.siteUrl(elsewhere.site.id, entryPath(elsewhere.subscription.slug, entry))
}
