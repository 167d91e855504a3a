import type { TerritoryLevel } from './field.ts'

/**
 * Key of a territory: level and code, such as `commune:58194`, `epci:245804406`, `departement:58`, `region:27`,
 * `country:FR`, `perimeter:haut-nivernais`. Codes are INSEE (COG) or SIREN (EPCI) strings, never numbers.
 */
export type TerritoryKey = string

/** Whether a key is that of a perimeter drawn by the network, which no vintage knows. */
export function isPerimeter(key: TerritoryKey): boolean {
  return key.startsWith('perimeter:')
}

/** Places a written one may mean, as a problem names them: the first six, each with its code. */
export function namedWithCodes(places: readonly Territory[]): string {
  return places
    .slice(0, 6)
    .map(({ name, code }) => `${name} (${code})`)
    .join(', ')
}

/** A node of the geography, of the vintage the farm holds. */
export interface Territory {
  readonly key: TerritoryKey
  readonly level: TerritoryLevel
  /** INSEE or SIREN code. */
  readonly code: string
  readonly name: string
  /** Direct parents: a commune has its EPCI, its arrondissement and its département. */
  readonly parents: readonly TerritoryKey[]
  /** Communes only. */
  readonly postcodes: readonly string[]
  readonly population: number
  /** Year of the Code officiel géographique this node was read from. */
  readonly vintage: number
}

/** Where a territory lies, in degrees (WGS 84): `exact` from an operator's file, `named` from a gazetteer of names, `approximate` as the mean of its neighbours. */
export interface TerritoryPoint {
  readonly latitude: number
  readonly longitude: number
  readonly precision: 'exact' | 'named' | 'approximate'
}

/** What a written place turns out to be. */
export type Resolution =
  | {
      readonly kind: 'found'
      readonly territory: Territory
      readonly by: 'key' | 'code' | 'former-code' | 'name' | 'postcode'
    }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Territory[] }
  | { readonly kind: 'unknown' }

/** The geography in memory: synchronous, so that validating a row never waits. */
export interface Gazetteer {
  get(key: TerritoryKey): Territory | undefined
  /** The key itself and everything it lies in, widest last; `[]` for an unknown key. */
  ancestors(key: TerritoryKey): readonly TerritoryKey[]
  /** The territories of a level that lie in that one, by name; it is not among them. */
  inside(key: TerritoryKey, level: TerritoryLevel): readonly Territory[]
  /** Where a commune lies; undefined where nobody said. */
  point(key: TerritoryKey): TerritoryPoint | undefined
  /** Reads a key, an INSEE code (also former or delegated), a name, "58 - Nièvre", "Nevers (58)" or a name with its postcode. */
  resolve(
    text: string,
    hint?: { readonly levels?: readonly TerritoryLevel[] | undefined; readonly postcode?: string | undefined },
  ): Resolution
  /** Name completion, best first: accents and case ignored, bigger communes before smaller. */
  suggest(
    text: string,
    hint?: {
      readonly levels?: readonly TerritoryLevel[] | undefined
      readonly within?: TerritoryKey | undefined
      readonly limit?: number
    },
  ): readonly Territory[]
}
