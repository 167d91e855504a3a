import type { Territory, TerritoryKey } from '../../pipeline/model/territory.ts'
import { ancestryOf, type Nodes } from './ancestry.ts'
import type { TerritoryChange } from './compare-vintages.ts'

/** The nodes of two states of a geography, the changes from one to the other. */
export interface VintageStep {
  readonly changes: readonly TerritoryChange[]
  readonly before: readonly Territory[]
  readonly after: readonly Territory[]
}

/** Territories whose entries a new vintage may route otherwise: those that change, and what they lay in or come to lie in, which covers them no more or from now on. */
export function touchedByVintage({ changes, before, after }: VintageStep): readonly TerritoryKey[] {
  const [was, is] = [byKey(before), byKey(after)]
  const [wasAbove, isAbove] = [above(was), above(is)]
  const touched = new Set<TerritoryKey>()
  for (const { kind, was: key, became } of changes) {
    const today = kind === 'moved' || kind === 'renamed' ? [key] : became
    for (const one of [key, ...today]) touched.add(one)
    if (today.length === 0) for (const other of wasAbove(key)) touched.add(other)
    // One by one: of what was divided a part may have left what another part still lies in, and what took a part in comes with it to lie
    // where it did not.
    for (const one of today)
      for (const former of new Set([key, one]))
        if (was.has(former)) for (const other of wasAbove(former).symmetricDifference(isAbove(one))) touched.add(other)
  }
  return [...touched]
}

function byKey(nodes: readonly Territory[]): ReadonlyMap<TerritoryKey, Territory> {
  return new Map(nodes.map((node) => [node.key, node]))
}

function above(nodes: Nodes): (key: TerritoryKey) => ReadonlySet<TerritoryKey> {
  const { ancestors } = ancestryOf(nodes)
  return (key) => new Set(ancestors(key).slice(1))
}
