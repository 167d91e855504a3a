import type { Delivery } from '../../pipeline/model/delivery.ts'
import type { FeedRead } from '../../pipeline/model/ledger.ts'
import type { Recall } from '../../pipeline/model/recall.ts'
import { entryReadsOf, feedReadsOf, isSearchable, ONE_ENTRY } from '../storage/deliveries/ledger-store.ts'
import {
  type NumberedPlace,
  openRecalls,
  readPlaces,
  readRecall,
  writeSettlement,
} from '../storage/deliveries/recall-store.ts'
import { entrySpans } from '../storage/deliveries/spans-store.ts'
import { messagesAbout, type WebhookMessage } from '../storage/gateways/webhook-messages.ts'
import { formatKind } from './ledger.ts'
import { tookWithdrawal } from './push-places.ts'
import type { SiteRoom } from './site-room.ts'

type Room = Pick<SiteRoom, 'storage' | 'ports'>

/** Finds out what is confirmed of every recall still open; done once at start, it ends those that were cut short. */
export async function settleRecalls(room: Room): Promise<void> {
  for (const id of await openRecalls(room.storage)) await settleRecall(room, id)
}

/**
 * Finds out what these reads confirm, of the recalls that reach their sections. Who came just before a recall holds the entry
 * too, although nobody knew when it was decided.
 */
export async function settleReads(room: Room, reads: readonly FeedRead[]): Promise<void> {
  const sections = [...new Set(reads.map((one) => one.subscription))]
  if (sections.length === 0) return
  for (const id of await openRecalls(room.storage, sections)) await settleRecall(room, id, reads)
}

/** Finds out what is confirmed of one recall, and writes it; done twice, or after an interruption, it ends the same. */
export async function settleRecall(room: Room, id: number, reads: readonly FeedRead[] = []): Promise<void> {
  const recall = await readRecall(room.storage, id)
  if (!recall || recall.closedAt !== null) return
  const known = await readPlaces(room.storage, id)
  const found = await foundSince(room, { recall, known, reads })
  const facts = await factsOf(room, recall, [...known, ...found])
  const places = [...known, ...found]
  const confirmed = places.flatMap((place) => {
    const at = place.confirmedAt === null ? confirmation(place, facts) : null
    return at === null ? [] : [{ place: place.place, at }]
  })
  const pending = places.filter((one) => one.confirmedAt === null).length - confirmed.length
  const closedAt = pending === 0 && facts.now >= recall.at + READS_ARRIVE ? facts.now : null
  if (confirmed.length > 0 || found.length > 0 || closedAt !== null)
    await writeSettlement(room.storage, { recall: id, confirmed, found, closedAt })
}

// Reads are gathered for a while before they are written: who came just before the recall is known a little after it.
const READS_ARRIVE = 45_000

interface Facts {
  readonly recall: Recall
  readonly now: number
  readonly searchable: boolean
  readonly deliveries: ReadonlyMap<number, Delivery>
  readonly reads: ReadonlyMap<string, FeedRead>
  readonly places: readonly NumberedPlace[]
  /** What webhooks were told of the entry. */
  readonly messages: readonly WebhookMessage[]
}

async function factsOf({ storage, ports }: Room, recall: Recall, places: readonly NumberedPlace[]): Promise<Facts> {
  const sections = [...new Set(places.flatMap((one) => one.subscription ?? []))]
  const pushed = places.some((one) => one.kind === 'push')
  const [entry, deliveries, reads, single, held, messages] = await Promise.all([
    ports.entries.get(recall.entry),
    ports.entries.deliveries([recall.entry]),
    feedReadsOf(storage, sections),
    entryReadsOf(storage, recall.entry),
    isSearchable(storage, recall.entry),
    pushed ? messagesAbout(storage, recall.entry) : [],
  ])
  return {
    recall,
    places,
    messages,
    now: ports.now(),
    // Published again since, it is there by a later decision.
    searchable: held && entry?.liveRevision === null,
    deliveries: new Map(deliveries.map((one) => [one.subscription, one])),
    reads: new Map([...reads, ...single].map((one) => [readName(one), one])),
  }
}

// Pages drawn before the commit are stale for every process that hears of it, which each does before it answers again.
function confirmation(place: NumberedPlace, facts: Facts): number | null {
  const { now } = facts
  switch (place.kind) {
    case 'site':
      return isRetracted(place, facts) ? now : null
    case 'cache':
      return facts.places.every((one) => one.kind !== 'site' || one.site !== place.site || isRetracted(one, facts))
        ? now
        : null
    case 'search':
      return facts.searchable ? null : now
    case 'feed':
    case 'export':
    case 'partner':
      return fetchedSince(place, facts)
    case 'push':
      return tookWithdrawal(facts.messages, place.name.split(' ')[1] ?? '', facts.recall.at)
    default:
      return null
  }
}

function isRetracted({ subscription }: NumberedPlace, { deliveries, recall }: Facts): boolean {
  const delivery = deliveries.get(subscription ?? 0)
  return delivery?.state !== 'live' || delivery.revisionSince > recall.at
}

// Only who comes once the section itself is known to be clean has surely seen it so.
function fetchedSince({ subscription, name }: NumberedPlace, { places, reads }: Facts): number | null {
  const section = places.find((one) => one.kind === 'site' && one.subscription === subscription)
  const since = section?.confirmedAt ?? null
  if (since === null) return null
  // Who read the entry by itself may hear of it by the list.
  const names = name.endsWith(` ${ONE_ENTRY}`) ? [name, name.replace(/ \S+$/, ' api')] : [name]
  const times = names.flatMap((one) => reads.get(`${subscription} ${one}`)?.lastAt ?? [])
  return times.find((at) => at > since) ?? null
}

function readName({ subscription, reader, format }: FeedRead): string {
  return `${subscription} ${reader} ${format}`
}

interface Finding {
  readonly recall: Recall
  readonly known: readonly NumberedPlace[]
  readonly reads: readonly FeedRead[]
}

async function foundSince(room: Room, finding: Finding): Promise<readonly NumberedPlace[]> {
  const { recall, known, reads } = finding
  const have = new Set(known.map((one) => `${one.kind} ${one.subscription} ${one.name}`))
  const blank = { revision: null, since: null, fetchedAt: null, confirmedAt: null }
  const sections = (await entrySpans(room.storage, recall.entry))
    .filter((span) => span.untilAt === recall.at)
    .map(({ site, subscription, fromAt }) => {
      return { ...blank, kind: 'site' as const, site, subscription, name: '', since: fromAt }
    })
  const sites = new Map(
    [...known, ...sections].flatMap((one) => (one.kind === 'site' ? [[one.subscription, one]] : [])),
  )
  const readers = reads.flatMap(({ subscription, reader, format, firstAt, lastAt, entry = recall.entry }) => {
    const section = sites.get(subscription)
    if (!section || entry !== recall.entry || firstAt > recall.at || lastAt < (section.since ?? 0)) return []
    return [
      {
        ...blank,
        kind: formatKind(format),
        site: section.site,
        subscription,
        name: `${reader} ${format}`,
        fetchedAt: firstAt,
      },
    ]
  })
  const first = Math.max(0, ...known.map((one) => one.place)) + 1
  return [...sections, ...readers]
    .filter((one) => !have.has(`${one.kind} ${one.subscription} ${one.name}`))
    .map((one, i) => ({ ...one, place: first + i }))
}
