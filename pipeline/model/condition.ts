import type { TerritoryKey } from './territory.ts'

/**
 * Where an origin may stand from the subscribing site: its own organisation, those under or over it, anyone of the network, a body
 * that granted it by a pact, or a named one. Whatever is asked, nobody's entries come without their being in line or a pact.
 */
export type OriginRule = 'own' | 'below' | 'above' | 'network' | 'granted' | `organisation:${string}`

/** How an entry's territory must lie to an asked one: in it, around it, or either. */
export type TerritoryRelation = 'within' | 'covering' | 'either'

/** Latitude and longitude in degrees (WGS 84). */
export type Coordinates = readonly [latitude: number, longitude: number]

/** A day, `2026-11-22`, or one counted from today: `today`, `today+30`, `today-7`. */
export type AskedDay = string

/** What is asked of a declared field; several must all hold. Numbers compare as they are, money in its main unit, days as days. */
export interface FieldTest {
  /** One of these, as stored: codes, words, `true`. */
  readonly is?: readonly string[]
  /** At least this number, or on that day or later. */
  readonly at_least?: number | AskedDay
  /** At most this number, or on that day or earlier. */
  readonly at_most?: number | AskedDay
  /** Holds this text, accents and case ignored. */
  readonly contains?: string
  /** Has a value at all, or has none. */
  readonly filled?: boolean
}

/** When the entry was published: at most or at least so many days ago, on or between days. */
export interface PublicationTest {
  readonly within_days?: number
  readonly before_days?: number
  readonly at_least?: AskedDay
  readonly at_most?: AskedDay
}

/** A standing request as readable JSON (`instances/schemas/site.schema.json`): tests joined by all, any and none, nested at will. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly none: readonly Condition[] }
  | { readonly service_type: readonly string[] }
  | { readonly theme: readonly string[]; readonly exactly?: boolean }
  | { readonly territory: readonly TerritoryKey[]; readonly relation?: TerritoryRelation }
  /** Within so many kilometres, as the crow flies, of a territory's point or of a point. */
  | { readonly near: TerritoryKey | Coordinates; readonly km: number }
  | { readonly origin: readonly OriginRule[] }
  | { readonly language: readonly string[] }
  | { readonly published: PublicationTest }
  | ({ readonly field: string } & FieldTest)
