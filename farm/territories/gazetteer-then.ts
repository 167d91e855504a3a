import type { Gazetteer } from '../../pipeline/model/territory.ts'
import { changesSince, firstChangeSince } from '../storage/knowledge/change-store.ts'
import { readChanges } from '../storage/knowledge/territory-change-store.ts'
import { readGeography, type StoredGeography } from '../storage/knowledge/territory-store.ts'
import type { Storage } from '../storage/storage.ts'
import { buildGazetteer } from './gazetteer.ts'
import { isGeographyDifference, withGeography } from './geography-difference.ts'

/** The geography as it stood at an instant, names, perimeters and all: every change since is undone. Where places lie is what is known today. */
export async function gazetteerThen(
  { storage, today }: { readonly storage: Storage; readonly today: Gazetteer },
  at: number,
): Promise<Gazetteer> {
  const first = await firstChangeSince(storage, { kind: 'territories-changed', since: at })
  if (first === null) return today
  const known = kept.getOrInsertComputed(today, () => new Map())
  if (known.size >= MOST_KEPT && !known.has(first)) known.clear()
  const then = known.get(first) ?? before({ storage, today }, at)
  known.set(first, then)
  then.catch(() => known.delete(first))
  return then
}

// Some 20 MB each, built once for pages that are looked at, until the geography changes again.
const kept = new WeakMap<Gazetteer, Map<number, Promise<Gazetteer>>>()
const MOST_KEPT = 2

async function before(
  { storage, today }: { readonly storage: Storage; readonly today: Gazetteer },
  at: number,
): Promise<Gazetteer> {
  let geography: StoredGeography = await readGeography(storage)
  for await (const { data } of changesSince(storage, { kind: 'territories-changed', since: at }))
    if (isGeographyDifference(data.back)) geography = withGeography(geography, data.back)
  const changes = (await readChanges(storage)).filter((one) => one.at <= at).toReversed()
  return { ...buildGazetteer(geography.territories, geography.aliases, { changes }), point: today.point }
}
