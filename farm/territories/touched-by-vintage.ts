import { isPerimeter, type Territory, type TerritoryKey } from '../../pipeline/model/territory.ts'
import { ancestryOf } from './ancestry.ts'
import type { TerritoryChange } from './compare-vintages.ts'

/** The nodes of two states of a geography, the changes from one to the other. */
export interface VintageStep {
  readonly changes: readonly TerritoryChange[]
  readonly before: readonly Territory[]
  readonly after: readonly Territory[]
}

/** Territories whose entries a new vintage may route otherwise: those that change, and what they lay in or come to lie in, which covers them no more or from now on. */
export function touchedByVintage({ changes, before, after }: VintageStep): readonly TerritoryKey[] {
  const [was, is] = [before, after].map((nodes) => ancestryOf(new Map(nodes.map((node) => [node.key, node]))))
  const touched = new Set<TerritoryKey>()
  for (const { kind, was: key, became } of changes) {
    touched.add(key)
    const today = kind === 'moved' || kind === 'renamed' ? [key] : became
    const above = new Set(was?.ancestors(key).slice(1))
    const wider = new Set(today.flatMap((one) => is?.ancestors(one) ?? []).filter((one) => one !== key))
    for (const one of above.symmetricDifference(wider)) if (!isPerimeter(one)) touched.add(one)
  }
  return [...touched]
}
