import { lastingKeys } from '../../pipeline/lasting-keys.ts'
import { pairsWith } from '../storage/entries/duplicate-store.ts'
import { holdersOf } from '../storage/entries/likeness-store.ts'
import type { Likened } from './draw-entries.ts'
import type { DuplicatesRoom } from './duplicates-room.ts'

/** Leaves out the pairs a person has spoken of: of these very entries, or of what bore the same number at its source, or the same address. */
export async function withoutDecided<P extends { readonly entry: number; readonly other: number }>(
  { storage }: DuplicatesRoom,
  pairs: readonly P[],
  entries: ReadonlyMap<number, Likened>,
): Promise<readonly P[]> {
  if (pairs.length === 0) return pairs
  const ids = [...new Set(pairs.flatMap(({ entry, other }) => [entry, other]))]
  const keys = new Map(ids.map((id) => [id, keysOf(entries.get(id))]))
  const holders = await holdersOf(storage, [...new Set([...keys.values()].flat())])
  const same = (id: number) => [id, ...(keys.get(id) ?? []).flatMap((key) => holders.get(key) ?? [])]
  const spoken = await pairsWith(storage, [...new Set(ids.flatMap(same))])
  const decided = new Set(spoken.filter(({ verdict }) => verdict !== null).map(nameOf))
  return pairs.filter(({ entry, other }) => {
    const [here, there] = [same(entry), same(other)]
    return !here.some((one) => there.some((two) => decided.has(nameOf({ entry: one, other: two }))))
  })
}

function keysOf(entry: Likened | undefined): readonly string[] {
  return entry ? lastingKeys(entry) : []
}

function nameOf({ entry, other }: { readonly entry: number; readonly other: number }): string {
  return `${Math.max(entry, other)} ${Math.min(entry, other)}`
}
