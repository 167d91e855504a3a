import type { Field, FieldTypeId } from '../field.ts'
import type { Language } from '../local-text.ts'
import type { Problem } from '../problem.ts'
import type { Gazetteer } from '../territory.ts'
import type { Thesaurus } from '../theme.ts'

/** Anything that survives JSON: what a revision stores for one field. */
export type StoredValue =
  | string
  | number
  | boolean
  | null
  | readonly StoredValue[]
  | { readonly [part: string]: StoredValue }

/** One value as it arrived: a text, or its named parts (`{ street, postcode, town }`). */
export type RawItem = string | Readonly<Record<string, string>>

/** A field as it arrived: one value, or several for a `many` field. */
export type RawValue = RawItem | readonly RawItem[]

/** What reading a value may look up. */
export interface ReadContext {
  readonly gazetteer: Gazetteer
  readonly thesaurus: Thesaurus
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** What showing a value may look up. */
export interface ShowContext extends ReadContext {
  readonly language: Language
}

/** One value read: stored form, nothing (blank), or the problem with it (line and field are added by the caller). */
export type Reading = { readonly value: StoredValue } | { readonly blank: true } | { readonly problem: Problem }

/** How one type of field is read, written and shown. `many` is handled around it, item by item. */
export interface FieldType {
  readonly id: FieldTypeId
  /** Named parts of a composite value, in order; absent for a plain text. */
  readonly parts?: readonly string[]
  /** Reads one raw item (human French forms included: `12/03/2026`, `1 250,50 €`, `lun-ven 9h-12h`). */
  read(raw: RawItem, field: Field, context: ReadContext): Reading
  /** Writes one stored value so that `read(write(v))` gives `v` again: text, or a record of its parts. */
  write(value: StoredValue): RawItem
  /** One line of plain text in the reader's language (French typography: no-break spaces, French dates). */
  show(value: StoredValue, field: Field, context: ShowContext): string
  /** Words the search index keeps; empty when it should not be searched. */
  words(value: StoredValue, field: Field, context: ReadContext): string
}
