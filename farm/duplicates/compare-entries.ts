import { setImmediate } from 'node:timers/promises'
import { pairOf } from '../../pipeline/clusters.ts'
import { MAY_BE_DOUBLE } from '../../pipeline/fold-entry.ts'
import { LIKELY, likeness } from '../../pipeline/likeness.ts'
import { likenessKeys } from '../../pipeline/likeness-keys.ts'
import type { Entry, EntryState, Values } from '../../pipeline/model/entry.ts'
import { type Portrait, portraitOf } from '../../pipeline/portrait.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { type KeptPair, pairsWith, replaceOpenPairs } from '../storage/duplicate-store.ts'
import { comparedVersions, replaceKeys, sharing, workingEntries } from '../storage/likeness-store.ts'
import type { Writer } from '../storage/storage.ts'
import type { DuplicatesRoom } from './duplicates-room.ts'
import { findCandidates } from './find-candidates.ts'
import { withoutDecided } from './without-decided.ts'

/** An entry, and what of it is held against another's. */
export interface Drawn {
  readonly entry: Entry
  readonly portrait: Portrait
  readonly keys: readonly string[]
}

/** A key that more entries share is left aside: it says nothing, and comparing them all would take for ever. */
export const MOST_SHARING = 200

// Number of the rules an entry was compared by: raised when they change, so that everything is compared again.
const RULES = '=1.'

const ALIVE: ReadonlySet<EntryState> = new Set(MAY_BE_DOUBLE)

/**
 * Compares those of these entries that changed since they last were, and writes their keys and the pairs found in one transaction,
 * with what else `note` writes. Pairs that are alike no longer go, what people decided stays.
 */
export async function compareEntries(
  room: DuplicatesRoom,
  ids: readonly number[],
  note: (writer: Writer) => Promise<void>,
): Promise<{ readonly compared: number; readonly proposed: number }> {
  const { storage, ports } = room
  const changed = await changedSince(room, ids)
  const knowledge = await ports.knowledge()
  const drawn = await drawAll(
    changed.filter(({ entry }) => ALIVE.has(entry.state)),
    knowledge,
  )
  const shared = await sharing(storage, [...new Set(drawn.flatMap(({ keys }) => keys))], MOST_SHARING)
  const candidates = await findCandidates(room, drawn, shared.byKey)
  const found = await likelyPairs(room, { drawn, candidates, knowledge })
  const touched = changed.map(({ entry }) => entry.id)
  const keys = drawn.flatMap(({ entry, keys: own }) => own.map((key) => ({ entry: entry.id, key })))
  const marks = drawn.map(({ entry: { id, version } }) => ({ entry: id, key: `${RULES}${version}` }))
  const before = new Map((await pairsWith(storage, touched)).map((pair) => [nameOf(pair), pair]))
  const pairs = found.map((pair) => ({ ...pair, at: before.get(nameOf(pair))?.at ?? ports.now() }))
  await storage.write(async (writer) => {
    const common = new Set(shared.common)
    const kept = [...keys.filter(({ key }) => !common.has(key)), ...marks]
    await replaceKeys(storage, writer, { entries: touched, keys: kept, common: shared.common })
    await replaceOpenPairs(storage, writer, { entries: touched, pairs })
    await note(writer)
  })
  return { compared: drawn.length, proposed: pairs.filter((pair) => !before.has(nameOf(pair))).length }
}

async function changedSince({ storage }: DuplicatesRoom, ids: readonly number[]) {
  const [known, all] = await Promise.all([comparedVersions(storage, ids, RULES), workingEntries(storage, ids)])
  return all.filter(({ entry }) =>
    ALIVE.has(entry.state) ? known.get(entry.id) !== entry.version : known.has(entry.id),
  )
}

async function drawAll(
  all: readonly { readonly entry: Entry; readonly values: Values }[],
  knowledge: Knowledge,
): Promise<readonly Drawn[]> {
  const drawn: Drawn[] = []
  for (const { entry, values } of all) {
    const serviceType = knowledge.serviceType(entry.serviceType)
    if (!serviceType) continue
    const portrait = portraitOf(serviceType, values, knowledge.gazetteer)
    drawn.push({ entry, portrait, keys: likenessKeys(portrait) })
    // Pages get their turn between long texts.
    if (drawn.length % 20 === 0) await setImmediate()
  }
  return drawn
}

interface Comparing {
  readonly drawn: readonly Drawn[]
  readonly candidates: ReadonlyMap<number, readonly number[]>
  readonly knowledge: Knowledge
}

async function likelyPairs(
  room: DuplicatesRoom,
  { drawn, candidates, knowledge }: Comparing,
): Promise<readonly Pick<KeptPair, 'entry' | 'other' | 'score'>[]> {
  const known = new Map(drawn.map((one) => [one.entry.id, one]))
  const wanted = [...new Set([...candidates.values()].flat())].filter((id) => !known.has(id))
  for (const one of await drawAll(await workingEntries(room.storage, wanted), knowledge)) known.set(one.entry.id, one)
  const found = new Map<string, Pick<KeptPair, 'entry' | 'other' | 'score'>>()
  for (const [id, others] of candidates) {
    for (const other of others) {
      const [one, two] = [known.get(id), known.get(other)]
      const pair = pairOf(id, other)
      if (!one || !two || found.has(nameOf(pair))) continue
      const { score } = likeness(one.portrait, two.portrait)
      if (score >= LIKELY) found.set(nameOf(pair), { ...pair, score })
    }
    await setImmediate()
  }
  const entries = new Map([...known].map(([id, { entry }]) => [id, entry]))
  return withoutDecided(room, [...found.values()], entries)
}

function nameOf({ entry, other }: Pick<KeptPair, 'entry' | 'other'>): string {
  return `${entry} ${other}`
}
