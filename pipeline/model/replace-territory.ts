import type { Condition } from './condition.ts'
import type { TerritoryKey } from './territory.ts'

/** A territory that is asked for, and what is asked for in its place. */
export interface TerritoryReplaced {
  readonly was: TerritoryKey
  readonly by: TerritoryKey
}

/** A standing request that asks for another territory wherever it asked for this one; the very same where it did not. */
export function replaceTerritory(condition: Condition, replaced: TerritoryReplaced): Condition {
  const { was, by } = replaced
  const inside = (parts: readonly Condition[]) => parts.map((part) => replaceTerritory(part, replaced))
  if (!asksForTerritory(condition, was)) return condition
  if ('all' in condition) return { all: inside(condition.all) }
  if ('any' in condition) return { any: inside(condition.any) }
  if ('none' in condition) return { none: inside(condition.none) }
  if ('territory' in condition) {
    const asked = condition.territory.map((key) => (key === was ? by : key))
    return { ...condition, territory: [...new Set(asked)] }
  }
  return 'near' in condition ? { ...condition, near: by } : condition
}

/** Whether a standing request names a territory, as a place to lie in or around, or as the centre of a circle. */
export function asksForTerritory(condition: Condition, key: TerritoryKey): boolean {
  if ('all' in condition) return condition.all.some((part) => asksForTerritory(part, key))
  if ('any' in condition) return condition.any.some((part) => asksForTerritory(part, key))
  if ('none' in condition) return condition.none.some((part) => asksForTerritory(part, key))
  if ('territory' in condition) return condition.territory.includes(key)
  return 'near' in condition && condition.near === key
}

/** Whether a standing request also asks for what lies around a territory, not only for what lies in it. */
export function asksAround(condition: Condition, key: TerritoryKey): boolean {
  if ('all' in condition) return condition.all.some((part) => asksAround(part, key))
  if ('any' in condition) return condition.any.some((part) => asksAround(part, key))
  if ('none' in condition) return condition.none.some((part) => asksAround(part, key))
  if (!('territory' in condition) || !condition.territory.includes(key)) return false
  return (condition.relation ?? 'within') !== 'within'
}
