import type { StoredValue } from './field-types/field-type.ts'

/** A field said otherwise on one site: the value there, and the value of the entry it was written over (the base of a three-way merge). */
export interface TouchedField {
  readonly value: StoredValue
  readonly base: StoredValue
}

/** Fields said otherwise on one site, by name. */
export type TouchedFields = Readonly<Record<string, TouchedField>>

/** What a site changed for itself in an entry of one of its sections; the entry itself stays as it is. */
export interface Touch {
  readonly entry: number
  readonly subscription: number
  readonly site: string
  /** The site's word over its request: shown although it does not answer it; null where the request decides. What a site excludes is told by the delivery alone. */
  readonly hold: 'reintroduced' | null
  /** Place among the pinned, 1 first; null where it is not pinned. */
  readonly pin: number | null
  readonly fields: TouchedFields
  /** Touched fields that were corrected upstream since, in another way: a small task each. */
  readonly clashes: readonly string[]
  readonly person: number | null
  /** Instant in milliseconds. */
  readonly at: number
}
