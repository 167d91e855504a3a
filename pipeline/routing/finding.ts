import type { TerritoryRelation } from '../model/condition.ts'

/** Kinds of tests a condition may be. */
export type TestKind = 'service_type' | 'theme' | 'territory' | 'near' | 'origin' | 'language' | 'published' | 'field'

/** One condition's verdict with what decided: a theme, a territory, an origin, a day; groups carry their parts. */
export interface Finding {
  readonly held: boolean
  readonly condition: 'all' | 'any' | 'none' | TestKind
  /** What was asked for, as codes, keys, days and figures. */
  readonly asked?: readonly string[]
  readonly relation?: TerritoryRelation
  /** The declared field asked about, and how. */
  readonly field?: string
  readonly test?: 'is' | 'at_least' | 'at_most' | 'contains' | 'filled' | 'empty' | 'within_days' | 'before_days'
  /** What the entry has of it. */
  readonly has?: readonly string[]
  /** The pair that decided: the entry's own value and the asked one it lies under (or covers). */
  readonly by?: { readonly has: string; readonly asked: string }
  /** Kilometres between the two places, as the crow flies; and those allowed. */
  readonly distance?: number
  readonly km?: number
  /** One of the two places is known by its neighbours only. */
  readonly approximate?: boolean
  /** Number of the pact that let the origin in. */
  readonly pact?: number
  readonly parts?: readonly Finding[]
}
