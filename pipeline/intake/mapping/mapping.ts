/** How a file of somebody else becomes items of a service type: how to read it, and what each field is made of. Plain JSON. */
export interface Mapping {
  /** The service type it was written for; only told, so that nobody applies it to another unawares. */
  readonly serviceType?: string | undefined
  readonly reading: Reading
  /** Columns that together tell one item from another, whatever else of it changes. */
  readonly identity: readonly string[]
  /** What a field (`title`), or a part of one (`address.town`), is made of. */
  readonly fields: Readonly<Record<string, FieldRule>>
}

/** Formats a mapping reads. */
export const MAPPED_FORMATS = ['csv', 'xlsx', 'xml', 'json'] as const

/** One of them. */
export type MappedFormat = (typeof MAPPED_FORMATS)[number]

/** How a file is read; what is not said is found by looking at it. */
export interface Reading {
  readonly format?: MappedFormat | undefined
  /** Encoding of the bytes, such as `windows-1252`. */
  readonly encoding?: string | undefined
  /** What separates the cells of a CSV. */
  readonly delimiter?: string | undefined
  /** 1-based line of the heading of a table. */
  readonly heading?: number | undefined
  /** Sheet of a workbook, by name. */
  readonly sheet?: string | undefined
  /** Path of the element or list that is repeated, once per item: `offers/offer`; an empty text is the list at the top of a JSON. */
  readonly records?: string | undefined
}

/** What one field is made of: columns, their texts changed step by step, then looked up. */
export interface FieldRule {
  /** Columns of a table, paths of an element (`contrat/type`, `@id`). */
  readonly from: readonly string[]
  /** The value where the columns say nothing, or where there are none. */
  readonly constant?: string | undefined
  /** What stands between the texts of several columns; without it a field of several values keeps them apart. */
  readonly join?: string | undefined
  readonly steps: readonly Step[]
  readonly values?: ValueMap | undefined
}

/** One change of a text. */
export type Step =
  | { readonly do: 'split'; readonly by: string }
  /** The nth piece, counted from 1, or from the end when negative. */
  | { readonly do: 'take'; readonly nth: number }
  | { readonly do: 'join'; readonly with: string }
  /** A date in the letters `yyyy MM dd HH mm ss MMMM`, or `auto`, `excel` (serial number), `unix` (seconds). */
  | { readonly do: 'date'; readonly pattern: string }
  /** So many days after a date that was read before: a deadline where only the day of publication is told. */
  | { readonly do: 'add-days'; readonly days: number }
  /** A number however it is written: `1 250,50 €` is 1250.5. */
  | { readonly do: 'number' }
  | { readonly do: 'strip-html' }
  | { readonly do: 'case'; readonly to: 'upper' | 'lower' | 'title' | 'sentence' }
  /** The first group of a regular expression, or all it matched; nothing where it does not match. */
  | { readonly do: 'extract'; readonly pattern: string }
  | { readonly do: 'replace'; readonly text: string; readonly with: string }
  /** Zeros, or another sign, put before a text that is too short. */
  | { readonly do: 'pad'; readonly length: number; readonly with: string }
  | { readonly do: 'shorten'; readonly max: number }

/** Names of the steps. */
export const STEP_NAMES = [
  'split',
  'take',
  'join',
  'date',
  'add-days',
  'number',
  'strip-html',
  'case',
  'extract',
  'replace',
  'pad',
  'shorten',
] as const

/** Their values, and ours. */
export interface ValueMap {
  /** Their text → ours, several, or none at all; compared without accents nor case. */
  readonly pairs: Readonly<Record<string, string | readonly string[]>>
  /** What becomes of a text that is not among them. */
  readonly others: (typeof OTHERS)[number]
}

/** What may become of a value no pair names. */
export const OTHERS = ['keep', 'drop', 'refuse'] as const

/** Whether some JSON is a mapping rather than plain pairs of names. */
export function isMapping(value: Mapping | Readonly<Record<string, string>> | undefined): value is Mapping {
  return value !== undefined && typeof value.fields === 'object'
}
