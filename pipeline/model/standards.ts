/** What the fields of a kind are called in the standards it can leave as; a declaration names a term for each standard of its `exports`. */
export interface Standards {
  readonly ical?: CalendarTerms
  readonly vcard?: CardTerms
  readonly 'json-ld'?: NodeTerms
}

/** Where a calendar (RFC 5545) finds what it tells, by field names. */
export interface CalendarTerms {
  /** A date-like field; a period gives its end too. */
  readonly start?: string
  readonly end?: string
  readonly recurrence?: string
  /** Weekly opening hours, where a kind has those instead of a date. */
  readonly hours?: string
  /** Days without them. */
  readonly closed?: string
  /** An address. */
  readonly location?: string
  readonly organiser?: string
  /** The choices that mean it does not take place. */
  readonly cancelled?: { readonly field: string; readonly values: readonly string[] }
  /** The choices that mean it is not sure. */
  readonly tentative?: { readonly field: string; readonly values: readonly string[] }
}

/** Where a card (RFC 6350) finds what it tells, by field names. */
export interface CardTerms {
  readonly kind: 'individual' | 'org' | 'location'
  readonly family?: string
  readonly given?: string
  readonly organisation?: string
  readonly role?: string
  readonly phone: readonly string[]
  readonly email: readonly string[]
  readonly address?: string
  readonly url?: string
  readonly note?: string
}

/** A node of linked data (JSON-LD, schema.org): its type and where its properties come from. */
export interface NodeTerms {
  readonly type: string
  /** A field of several values: a node for each of them, in which the field is that one. */
  readonly each?: string
  readonly properties: Readonly<Record<string, Term>>
}

/**
 * Where a property comes from: a field (`deadline`, a part of one `validity.start`), a fact of the entry (`@published`, `@updated`,
 * `@organisation`, `@link`, `@title`, `@summary`, `@themes`, `@territories`, `@image`), choices told in the standard's own words, a fixed
 * text, a node of its own, or the first of several that says something.
 */
export type Term =
  | string
  | { readonly field: string; readonly values: Readonly<Record<string, string>> }
  | { readonly text: string }
  | NodeTerms
  | readonly Term[]

/** Facts of an entry a property may come from. */
export const ENTRY_FACTS = [
  '@title',
  '@summary',
  '@published',
  '@updated',
  '@organisation',
  '@link',
  '@themes',
  '@territories',
  '@point',
  '@image',
] as const
