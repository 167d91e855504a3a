import { setImmediate } from 'node:timers/promises'
import { pairOf } from '../../pipeline/clusters.ts'
import { LIKELY, likeness } from '../../pipeline/likeness.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import type { KeptPair } from '../storage/entries/duplicate-store.ts'
import { workingEntries } from '../storage/entries/likeness-store.ts'
import { type Drawn, drawAll, type Likened } from './draw-entries.ts'
import type { DuplicatesRoom } from './duplicates-room.ts'
import { findCandidates } from './find-candidates.ts'
import { withoutDecided } from './without-decided.ts'

/** What is compared, and the entries that share its keys. */
export interface Comparing {
  readonly drawn: readonly Drawn[]
  readonly byKey: ReadonlyMap<string, readonly number[]>
  readonly knowledge: Knowledge
}

/** The pairs among these, and of one of these and an entry that is here, which are alike and which nobody has spoken of. */
export async function likelyPairs(
  room: DuplicatesRoom,
  { drawn, byKey, knowledge }: Comparing,
): Promise<readonly Pick<KeptPair, 'entry' | 'other' | 'score'>[]> {
  const candidates = await findCandidates(room, drawn, byKey)
  const known = new Map<number, Drawn>(drawn.map((one) => [one.entry.id, one]))
  const wanted = [...new Set([...candidates.values()].flat())].filter((id) => !known.has(id))
  for (const one of await drawAll(await workingEntries(room.storage, wanted), knowledge)) known.set(one.entry.id, one)
  const found = new Map<string, Pick<KeptPair, 'entry' | 'other' | 'score'>>()
  for (const [id, others] of candidates) {
    for (const other of others) {
      const [one, two] = [known.get(id), known.get(other)]
      const pair = pairOf(id, other)
      const name = `${pair.entry} ${pair.other}`
      if (!one || !two || found.has(name)) continue
      const { score } = likeness(one.portrait, two.portrait)
      if (score >= LIKELY) found.set(name, { ...pair, score })
    }
    await setImmediate()
  }
  const entries = new Map<number, Likened>([...known].map(([id, { entry }]) => [id, entry]))
  return withoutDecided(room, [...found.values()], entries)
}
