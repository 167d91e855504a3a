import { isPerimeter, type Territory, type TerritoryKey } from '../../pipeline/model/territory.ts'
import type { TerritoryAlias } from '../storage/knowledge/territory-store.ts'
import { placeForm } from './place-names.ts'

/** One change from a geography to the next: a key, and what it became. */
export interface TerritoryChange {
  /**
   * `merged`: it went into another; `split`: into several, or a part of it stands by itself again; `recoded`: the same under another
   * code; `renamed`; `moved`: it lies in another EPCI, arrondissement, département or région; `replaced`: a perimeter another
   * territory took the place of.
   */
  readonly kind: 'merged' | 'split' | 'recoded' | 'renamed' | 'moved' | 'replaced'
  readonly was: TerritoryKey
  /** What it is now; of one that moved, what it now lies in that it did not; empty where nobody knows. */
  readonly became: readonly TerritoryKey[]
}

/** A geography as far as comparing it needs. */
export interface Compared {
  readonly territories: readonly Territory[]
  readonly aliases: readonly TerritoryAlias[]
}

/** What changed from one geography to the next, perimeters aside. */
export function compareVintages(before: Compared, after: Compared): TerritoryChange[] {
  const [was, is] = [byKey(before), byKey(after)]
  const successors = successorsIn(before, after)
  const changes: TerritoryChange[] = []
  const arrivals = new Map<TerritoryKey, number>()
  const gone = [...was.values()]
    .filter(({ key }) => !is.has(key))
    .map((old) => ({ old, became: successors(old, was, is) }))
  for (const { became } of gone) for (const key of became) arrivals.set(key, (arrivals.get(key) ?? 0) + 1)
  for (const { old, became } of gone) {
    const [only] = became
    const alone = only !== undefined && became.length === 1 && !was.has(only) && arrivals.get(only) === 1
    changes.push({ kind: alone ? 'recoded' : became.length > 1 ? 'split' : 'merged', was: old.key, became })
  }
  for (const now of is.values()) changes.push(...changesOf(was.get(now.key), now))
  return [...changes, ...restored(before, { was, is })]
}

type Nodes = ReadonlyMap<TerritoryKey, Territory>

function byKey({ territories }: Compared): Nodes {
  return new Map(territories.filter((one) => one.level !== 'perimeter').map((one) => [one.key, one]))
}

function successorsIn(before: Compared, after: Compared) {
  const aliases = Map.groupBy(after.aliases, (alias) => `commune:${alias.code}`)
  const byName = Map.groupBy(after.territories, nameOf)
  const members = Map.groupBy(
    before.territories.filter((one) => one.level === 'commune'),
    (one) => one.parents.find((key) => key.startsWith('epci:')) ?? '',
  )
  return (old: Territory, was: Nodes, is: Nodes): readonly TerritoryKey[] => {
    const led = (aliases.get(old.key) ?? []).map((alias) => alias.key).filter((key) => is.has(key))
    if (led.length > 0) return [...new Set(led)]
    const same = (byName.get(nameOf(old)) ?? []).filter((one) => !was.has(one.key))
    if (same.length === 1) return same.map((one) => one.key)
    if (old.level !== 'epci') return []
    const joined = (members.get(old.key) ?? []).flatMap(({ key }) => is.get(key)?.parents ?? [])
    return [...new Set(joined.filter((key) => key.startsWith('epci:')))]
  }
}

// The same name at the same level, in the same département where there is one.
function nameOf({ level, name, parents }: Territory): string {
  return `${level} ${parents.find((key) => key.startsWith('departement:')) ?? ''} ${placeForm(name)}`
}

function changesOf(was: Territory | undefined, now: Territory): TerritoryChange[] {
  if (!was) return []
  const parents = now.parents.filter((key) => !isPerimeter(key))
  const joined = parents.filter((key) => !was.parents.includes(key))
  const left = was.parents.some((key) => !isPerimeter(key) && !parents.includes(key))
  return [
    ...(was.name === now.name ? [] : [{ kind: 'renamed', was: now.key, became: [now.key] } as const]),
    ...(joined.length > 0 || left ? [{ kind: 'moved', was: now.key, became: joined } as const] : []),
  ]
}

// A delegated commune that is a commune again: its code led to the one it was a part of.
function restored({ aliases }: Compared, { was, is }: { readonly was: Nodes; readonly is: Nodes }): TerritoryChange[] {
  return aliases.flatMap(({ code, key }): TerritoryChange[] => {
    const again = `commune:${code}`
    if (was.has(again) || !is.has(again) || !is.has(key)) return []
    return [{ kind: 'split', was: key, became: [key, again] }]
  })
}
