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

/** Reads a condition back as a standard request; undefined when it says more than one can, and must be edited by hand. */
export function standardOf(condition: Condition): StandardRequest | undefined {
  if (!('all' in condition)) return undefined
  let request: StandardRequest = { kinds: [], themes: [], territories: [], relation: 'within', origins: [] }
  const seen = new Set<string>()
  for (const part of condition.all) {
    const read = readPart(part)
    if (read === undefined || seen.has(read.name)) return undefined
    seen.add(read.name)
    request = { ...request, ...read.request }
  }
  return request.kinds.length > 0 ? request : undefined
}

function readPart(part: Condition): { readonly name: string; readonly request: Partial<StandardRequest> } | undefined {
  if ('service_type' in part) return { name: 'kinds', request: { kinds: part.service_type } }
  if ('theme' in part && !part.exactly) return { name: 'themes', request: { themes: part.theme } }
  if ('origin' in part) return { name: 'origins', request: { origins: part.origin } }
  if (!('territory' in part)) return undefined
  return { name: 'territories', request: { territories: part.territory, relation: part.relation ?? 'within' } }
}
