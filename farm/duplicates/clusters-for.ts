import { clustersOf } from '../../pipeline/clusters.ts'
import { foldingOf } from '../../pipeline/fold-entry.ts'
import type { Actor } from '../../pipeline/model/actor.ts'
import type { Entry } from '../../pipeline/model/entry.ts'
import { may } from '../../pipeline/model/may.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { organisationsWhere } from '../organisations/reach.ts'
import { eventsOf } from '../storage/entries/deed-store.ts'
import { decidedPairs, foldedIn, type KeptPair, openPairs, pairsWith } from '../storage/entries/duplicate-store.ts'
import type { DuplicatesRoom } from './duplicates-room.ts'

/** Entries that hang together by pairs, as one person may see them. */
export interface Cluster {
  readonly entries: readonly Entry[]
  readonly pairs: readonly KeptPair[]
}

/** One page of clusters nobody has decided on. */
export interface ClusterPage {
  readonly clusters: readonly Cluster[]
  readonly total: number
  /** More pairs wait than were looked at. */
  readonly more: boolean
}

// Beyond that nobody counts; the newest are shown first.
const MOST_PAIRS = 5_000

/** Clusters that wait for a decision, the newest first: what this person may not read is not there, nor what hangs together only by it. */
export async function clustersFor(
  room: DuplicatesRoom,
  { actor, from = 0, limit }: { readonly actor: Actor; readonly from?: number; readonly limit: number },
): Promise<ClusterPage> {
  const knowledge = await room.ports.knowledge()
  const found = await open(room, actor, knowledge)
  const all = clustersOf(found)
  const shown = all.slice(from, from + limit)
  const readable = await readableOf(room, { actor, knowledge, ids: shown.flat() })
  const byEntry = pairsByEntry(found)
  const clusters = shown.map((ids) => clusterOf(ids, readable, byEntry)).filter(({ entries }) => entries.length > 1)
  return { clusters, total: all.length, more: found.length === MOST_PAIRS }
}

/** How many clusters wait for a person to decide. */
export async function countClusters(room: DuplicatesRoom, actor: Actor): Promise<number> {
  return clustersOf(await open(room, actor, await room.ports.knowledge())).length
}

async function open({ storage }: DuplicatesRoom, actor: Actor, knowledge: Knowledge): Promise<readonly KeptPair[]> {
  const organisations = organisationsWhere(actor, 'read-entry', knowledge)
  return organisations.length === 0 ? [] : openPairs(storage, { organisations, limit: MOST_PAIRS })
}

/** The cluster around an entry, what was decided of it included; undefined where this person may not read it, or nothing is like it. */
export async function clusterAround(
  room: DuplicatesRoom,
  { actor, entry }: { readonly actor: Actor; readonly entry: number },
): Promise<Cluster | undefined> {
  const knowledge = await room.ports.knowledge()
  let ids: readonly number[] = [entry]
  let readable = await readableOf(room, { actor, knowledge, ids })
  let pairs: readonly KeptPair[] = []
  // What was told apart is shown beside it, but leads no further.
  for (let size = 0; size < ids.length && ids.length < MOST_AROUND; ) {
    size = ids.length
    pairs = (await pairsWith(room.storage, ids)).filter((pair) => leads(pair, ids, entry))
    readable = await readableOf(room, { actor, knowledge, ids: pairs.flatMap((pair) => [pair.entry, pair.other]) })
    pairs = pairs.filter((pair) => readable.has(pair.entry) && readable.has(pair.other))
    ids = clustersOf(pairs).find((one) => one.includes(entry)) ?? [entry]
  }
  const cluster = clusterOf(ids, readable, pairsByEntry(pairs))
  return cluster.entries.length > 1 ? cluster : undefined
}

const MOST_AROUND = 50

function leads({ entry, other, verdict }: KeptPair, ids: readonly number[], from: number): boolean {
  if (verdict !== 'different') return true
  return entry === from || other === from || (ids.includes(entry) && ids.includes(other))
}

/** A decision of the past: the pair, its two entries, and whether one of them is still folded. */
export interface DecidedPair {
  readonly pair: KeptPair
  readonly entry: Entry
  readonly other: Entry
}

/** What was decided, the last first, as far as this person may read both entries. */
export async function decidedFor(
  room: DuplicatesRoom,
  { actor, before, limit }: { readonly actor: Actor; readonly before?: number | undefined; readonly limit: number },
): Promise<readonly DecidedPair[]> {
  const knowledge = await room.ports.knowledge()
  const organisations = organisationsWhere(actor, 'read-entry', knowledge)
  if (organisations.length === 0) return []
  const pairs = await decidedPairs(room.storage, { organisations, limit, before })
  const readable = await readableOf(room, { actor, knowledge, ids: pairs.flatMap((pair) => [pair.entry, pair.other]) })
  return pairs.flatMap((pair) => {
    const [entry, other] = [readable.get(pair.entry), readable.get(pair.other)]
    return entry && other ? [{ pair, entry, other }] : []
  })
}

/** Whether the folded entry of a pair is so still: it may have been published again, or taken back for another reason. */
export async function isFolded({ storage, ports }: DuplicatesRoom, pair: KeptPair): Promise<boolean> {
  const id = foldedIn(pair)
  const entry = id === undefined ? undefined : await ports.entries.get(id)
  return entry !== undefined && foldingOf({ entry, events: await eventsOf(storage, [entry.id]) }) !== undefined
}

async function readableOf(
  { ports }: DuplicatesRoom,
  { actor, knowledge, ids }: { readonly actor: Actor; readonly knowledge: Knowledge; readonly ids: readonly number[] },
): Promise<ReadonlyMap<number, Entry>> {
  const all = await ports.entries.many([...new Set(ids)])
  const readable = all.filter((entry) => may(actor, { action: 'read-entry', entry }, knowledge).yes)
  return new Map(readable.map((entry) => [entry.id, entry]))
}

function pairsByEntry(pairs: readonly KeptPair[]): ReadonlyMap<number, readonly KeptPair[]> {
  return Map.groupBy(pairs, ({ entry }) => entry)
}

function clusterOf(
  ids: readonly number[],
  readable: ReadonlyMap<number, Entry>,
  pairs: ReadonlyMap<number, readonly KeptPair[]>,
): Cluster {
  const entries = ids.flatMap((id) => readable.get(id) ?? [])
  return { entries: entries.toSorted(keptFirst), pairs: ids.flatMap((id) => pairs.get(id) ?? []) }
}

/** Which of two entries one would rather keep: the one that shows, then the one that is older. */
export function keptFirst(one: Entry, other: Entry): number {
  const shown = ({ liveRevision }: Entry) => (liveRevision === null ? 1 : 0)
  return shown(one) - shown(other) || one.createdAt - other.createdAt || one.id - other.id
}
