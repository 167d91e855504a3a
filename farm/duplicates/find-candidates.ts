import { MAY_BE_DOUBLE } from '../../pipeline/fold-entry.ts'
import { titleLikeness } from '../../pipeline/likeness.ts'
import type { EntryState } from '../../pipeline/model/entry.ts'
import { titleWords } from '../../pipeline/portrait.ts'
import type { Drawn, Likened } from './draw-entries.ts'
import type { DuplicatesRoom } from './duplicates-room.ts'

const ALIVE: ReadonlySet<EntryState> = new Set(MAY_BE_DOUBLE)
// Nobody reads more, and each is compared word by word.
const MOST = 40
const READ_AT_ONCE = 500

/** Finds for each of these entries those it is worth comparing with: they share keys, an address or a fingerprint, and their titles or several keys agree. */
export async function findCandidates(
  room: DuplicatesRoom,
  drawn: readonly Drawn[],
  byKey: ReadonlyMap<string, readonly number[]>,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const here = Map.groupBy(
    drawn.flatMap(({ entry, keys }) => keys.map((key) => ({ key, id: entry.id }))),
    ({ key }) => key,
  )
  const known = await alikeBySign(room, drawn)
  const met = new Map(drawn.map((one) => [one.entry.id, sharedKeys(one, byKey, here)]))
  const entries = new Map<number, Likened>(
    [...drawn.map(({ entry }) => entry), ...known].map((entry) => [entry.id, entry]),
  )
  const wanted = [...new Set([...met.values()].flatMap((shared) => [...shared.keys()]))].filter(
    (id) => !entries.has(id),
  )
  for (let i = 0; i < wanted.length; i += READ_AT_ONCE)
    for (const entry of await room.ports.entries.many(wanted.slice(i, i + READ_AT_ONCE))) entries.set(entry.id, entry)
  return new Map(
    drawn.map((one) => {
      const shared = met.get(one.entry.id) ?? new Map<number, number>()
      for (const other of known) if (sameSign(one.entry, other)) shared.set(other.id, SURE)
      return [one.entry.id, worthwhile(one, shared, entries)]
    }),
  )
}

const SURE = 9

function sharedKeys(
  { entry, keys }: Drawn,
  byKey: ReadonlyMap<string, readonly number[]>,
  here: ReadonlyMap<string, readonly { readonly id: number }[]>,
): Map<number, number> {
  const counts = new Map<number, number>()
  for (const key of keys) {
    const others = new Set([...(byKey.get(key) ?? []), ...(here.get(key) ?? []).map(({ id }) => id)])
    others.delete(entry.id)
    for (const other of others) counts.set(other, (counts.get(other) ?? 0) + 1)
  }
  return counts
}

async function alikeBySign({ ports }: DuplicatesRoom, drawn: readonly Drawn[]): Promise<readonly Likened[]> {
  const urls = drawn.flatMap(({ entry, portrait }) => (portrait.address === null ? [] : (entry.canonicalUrl ?? [])))
  const fingerprints = drawn.map(({ entry }) => entry.fingerprint)
  return ports.entries.identify({ externalIds: [], urls, fingerprints })
}

function sameSign(one: Likened, other: Likened): boolean {
  const address = one.canonicalUrl !== null && one.canonicalUrl === other.canonicalUrl
  return one.id !== other.id && (address || one.fingerprint === other.fingerprint)
}

function worthwhile(
  { entry }: Drawn,
  shared: ReadonlyMap<number, number>,
  entries: ReadonlyMap<number, Likened>,
): readonly number[] {
  const title = titled(entry)
  const worth = [...shared].flatMap(([id, keys]) => {
    const other = entries.get(id)
    if (!other || !ALIVE.has(other.state) || other.serviceType !== entry.serviceType || isApart(entry, other)) return []
    const likely = keys >= 3 ? 1 : titleLikeness(title, titled(other))
    return likely >= 0.2 ? [{ id, rank: likely + keys / 10 }] : []
  })
  return worth
    .toSorted((a, b) => b.rank - a.rank || b.id - a.id)
    .slice(0, MOST)
    .map(({ id }) => id)
}

// One source numbers them apart: it knows its own.
function isApart(one: Likened, other: Likened): boolean {
  const numbered = one.externalId !== null && other.externalId !== null && one.externalId !== other.externalId
  return numbered && one.organisation === other.organisation && one.source === other.source
}

function titled({ title }: Likened) {
  return { title: titleWords(title), names: NONE }
}

const NONE: ReadonlySet<string> = new Set()
