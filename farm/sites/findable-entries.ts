import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Entry } from '../../pipeline/model/entry.ts'
import { stems } from '../../pipeline/model/stems.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { askedServiceTypes } from '../../pipeline/routing/asked.ts'
import { admits, type Subscribed } from '../../pipeline/routing/subscription-index.ts'
import { routableOf } from '../../pipeline/terms.ts'
import { entryOf } from '../storage/entry-rows.ts'
import type { SiteRoom } from './site-room.ts'

const LOOKED_AT = 200

/**
 * Published entries with these words that a section does not show and that may come there: its organisation's own, those in
 * line with it, those a pact lets in. Those of the kinds the section asks for first, then the latest.
 */
export async function findableEntries(
  room: SiteRoom,
  asked: { readonly subscription: number; readonly query: string; readonly limit: number },
): Promise<readonly Entry[]> {
  const memory = await room.memory()
  const subscribed = memory.subscriptions.get(asked.subscription)
  const words = stems(asked.query)
  if (!subscribed || words.length === 0) return []
  const rows = await holding(room, words, sendersTo(memory, subscribed))
  const now = room.ports.now()
  const found = rows.filter(({ entry, values, serviceType: id }) => {
    const serviceType = memory.serviceType(id)
    if (!serviceType || !admits(subscribed, serviceType)) return false
    return memory.subscriptions.lets(
      routableOf(serviceType, values, { ...entry, now }),
      serviceType,
      asked.subscription,
    )
  })
  const shown = await shownThere(
    room,
    asked.subscription,
    found.map((one) => one.entry.id),
  )
  const kinds = new Set(askedServiceTypes(subscribed.subscription.when))
  return found
    .flatMap(({ entry }) => (shown.has(entry.id) ? [] : [entry]))
    .sort((a, b) => Number(kinds.has(b.serviceType)) - Number(kinds.has(a.serviceType)))
    .slice(0, asked.limit)
}

// What a pact lets in is looked at entry by entry; here only who could send anything at all.
function sendersTo({ organisations, pacts }: Knowledge, { site }: Subscribed): readonly string[] {
  const line = new Set([...organisations.above(site.organisation), ...organisations.below(site.organisation)])
  return organisations
    .all()
    .map((one) => one.id)
    .filter((id) => id === site.organisation || line.has(id) || pacts.by(id).length > 0)
}

async function holding({ storage }: SiteRoom, words: readonly string[], organisations: readonly string[]) {
  const { entries, revisions } = storage.tables
  const rows = await storage.read
    .select({ entry: entries, values: revisions.values })
    .from(entries)
    .innerJoin(revisions, eq(revisions.id, entries.liveRevision))
    .where(
      and(
        eq(entries.state, 'published'),
        inArray(entries.organisation, [...organisations]),
        storage.search.holds(entries.id, words),
      ),
    )
    .orderBy(desc(entries.publishedAt), desc(entries.id))
    .limit(LOOKED_AT)
  return rows.map(({ entry, values }) => ({ entry: entryOf(entry), values, serviceType: entry.serviceType }))
}

async function shownThere({ storage }: SiteRoom, subscription: number, ids: readonly number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set()
  const { deliveries } = storage.tables
  const rows = await storage.read
    .select({ entry: deliveries.entry })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.subscription, subscription),
        inArray(deliveries.entry, [...ids]),
        inArray(deliveries.state, ['live', 'pending', 'excluded']),
      ),
    )
  return new Set(rows.map((row) => row.entry))
}
