import type { Condition, OriginRule, TerritoryRelation } from '../../pipeline/model/condition.ts'
import type { TerritoryKey } from '../../pipeline/model/territory.ts'

/** The standing request most services have: kinds × themes × territories × origins, all of which must hold. */
export interface StandardRequest {
  readonly kinds: readonly string[]
  /** Empty asks for any theme. */
  readonly themes: readonly string[]
  /** Empty asks for any place. */
  readonly territories: readonly TerritoryKey[]
  readonly relation: TerritoryRelation
  readonly origins: readonly OriginRule[]
}

/** Writes a standard request as a condition. */
export function conditionOf({ kinds, themes, territories, relation, origins }: StandardRequest): Condition {
  return {
    all: [
      { service_type: [...kinds] },
      ...(themes.length > 0 ? [{ theme: [...themes] }] : []),
      ...(territories.length > 0 ? [{ territory: [...territories], relation }] : []),
      ...(origins.length > 0 ? [{ origin: [...origins] }] : []),
    ],
  }
}
