import type { Condition } from '../model/condition.ts'
import type { TerritoryKey } from '../model/territory.ts'

/** Service types a standing request names anywhere outside a `none`. */
export function askedServiceTypes(condition: Condition): readonly string[] {
  return [...new Set(leaves(condition).flatMap((leaf) => ('service_type' in leaf ? leaf.service_type : [])))]
}

/** Territories a standing request names anywhere outside a `none`. */
export function askedTerritories(condition: Condition): readonly TerritoryKey[] {
  return [...new Set(leaves(condition).flatMap((leaf) => ('territory' in leaf ? leaf.territory : [])))]
}

function leaves(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all.flatMap(leaves)
  if ('any' in condition) return condition.any.flatMap(leaves)
  return 'none' in condition ? [] : [condition]
}
