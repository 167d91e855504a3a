import type { TerritoryKey } from './territory.ts'

/** Where an origin may stand from the subscribing site: its own organisation, those under or over it, anyone of the network, or a named one. */
export type OriginRule = 'own' | 'below' | 'above' | 'network' | `organisation:${string}`

/** How an entry's territory must lie to an asked one: in it, around it, or either. */
export type TerritoryRelation = 'within' | 'covering' | 'either'

/** A standing request as readable JSON (`instances/schemas/site.schema.json`): tests joined by all, any and none, nested at will. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly none: readonly Condition[] }
  | { readonly service_type: readonly string[] }
  | { readonly theme: readonly string[]; readonly exactly?: boolean }
  | { readonly territory: readonly TerritoryKey[]; readonly relation?: TerritoryRelation }
  | { readonly origin: readonly OriginRule[] }
  | { readonly language: readonly string[] }
