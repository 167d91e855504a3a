import type { TerritoryLevel } from '../../pipeline/model/field.ts'
import type { Territory, TerritoryKey } from '../../pipeline/model/territory.ts'
import type { Ancestry } from './ancestry.ts'

/** Finds the territories of a level that lie in another, by name. */
export function nodesInside(nodes: readonly Territory[], isUnder: Ancestry['isUnder']) {
  let families: readonly (readonly Territory[])[] | undefined
  return (key: TerritoryKey, level: TerritoryLevel): Territory[] => {
    // Communes share lists of parents by the dozen: some two thousand questions, where each commune's own would be 35,000.
    families ??= [...Map.groupBy(nodes, ({ parents }) => parents).values()]
    return families
      .flatMap((family) => (family[0] && isUnder(family[0], key) ? family : []))
      .filter((node) => node.level === level && node.key !== key)
      .sort((a, b) => byName.compare(a.name, b.name))
  }
}

const byName = new Intl.Collator('fr', { numeric: true })
