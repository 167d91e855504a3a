import type { LocalText } from './local-text.ts'

/** Every field type a declaration may name; each has its file in `field-types/`. */
export const FIELD_TYPE_IDS = [
  'text',
  'long-text',
  'rich-text',
  'integer',
  'decimal',
  'boolean',
  'money',
  'date',
  'partial-date',
  'datetime',
  'period',
  'recurrence',
  'opening-hours',
  'choice',
  'term',
  'territory',
  'address',
  'point',
  'phone',
  'email',
  'url',
  'image',
  'file',
  'reference',
  'siret',
  'language',
  'consent',
  'original',
] as const

/** One of the field types. */
export type FieldTypeId = (typeof FIELD_TYPE_IDS)[number]

/** Territory levels from the narrowest to the widest; `perimeter` is a custom list of territories. */
export const TERRITORY_LEVELS = [
  'commune',
  'epci',
  'arrondissement',
  'departement',
  'region',
  'country',
  'perimeter',
] as const

/** One of the territory levels. */
export type TerritoryLevel = (typeof TERRITORY_LEVELS)[number]

/** One option of a `choice` field. */
export interface Choice {
  readonly code: string
  readonly label: LocalText
}

/** A field as an engine sees it: common fields completed with their defaults. */
export interface Field {
  /** English snake_case name, unique in its service type: the key of the stored value. */
  readonly name: string
  readonly type: FieldTypeId
  readonly label: LocalText
  /** What it is called where only one of its several values is shown. */
  readonly single?: LocalText
  readonly help?: LocalText
  readonly required: boolean
  /** Holds an ordered list of values of its type. */
  readonly many: boolean
  /** Longest text accepted, in characters (rich text: of its plain text); for numbers the greatest value. */
  readonly max?: number
  readonly min?: number
  /** Options of a `choice`. */
  readonly choices?: readonly Choice[]
  /** Vocabulary of a `term`, e.g. `themes`, `rome`, `publics`. */
  readonly vocabulary?: string
  /** Service type a `reference` points to. */
  readonly target?: string
  /** The only levels accepted by a `territory`. */
  readonly levels?: readonly TerritoryLevel[]
  /** Shown to staff only: never on a public page, in a feed, an export or the search index. */
  readonly confidential: boolean
  /** CSV column heading; the name, and the labels, are also understood on the way in. */
  readonly column: string
  /** XML element name. */
  readonly element: string
}
