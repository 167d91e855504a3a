import { MAY_BE_DOUBLE } from '../../pipeline/fold-entry.ts'
import type { EntryState } from '../../pipeline/model/entry.ts'
import { type KeptPair, pairsWith, replaceOpenPairs } from '../storage/entries/duplicate-store.ts'
import { comparedVersions, replaceKeys, sharing, workingEntries } from '../storage/entries/likeness-store.ts'
import type { Writer } from '../storage/storage.ts'
import { drawAll } from './draw-entries.ts'
import type { DuplicatesRoom } from './duplicates-room.ts'
import { likelyPairs } from './likely-pairs.ts'

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
  const found = await likelyPairs(room, { drawn, byKey: shared.byKey, knowledge })
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

function nameOf({ entry, other }: Pick<KeptPair, 'entry' | 'other'>): string {
  return `${entry} ${other}`
}
