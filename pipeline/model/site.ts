import type { Condition } from './condition.ts'
import type { StoredValue } from './field-types/field-type.ts'
import type { LocalText } from './local-text.ts'

/** Look of a site: what `skinCss` turns into a stylesheet. */
export interface Skin {
  readonly accent?: string
  readonly accent_dark?: string
  readonly surface_tint?: string
  readonly display_font?: string
  readonly text_font?: string
  /** `accent` paints the masthead in the main colour; otherwise it stays on paper. */
  readonly masthead?: string
  /** How the site carries itself: `civic`, `gazette`, `poster` or `almanac`. */
  readonly character?: string
}

/** One address the farm answers for. */
export interface Site {
  /** Slug: the first label of its default host. */
  readonly id: string
  readonly name: string
  readonly tagline: LocalText
  readonly kind: 'portal' | 'workshop'
  readonly visibility: 'public' | 'private'
  readonly organisation: string
  /** Hosts beside `<slug>.<domain>`. */
  readonly hosts: readonly string[]
  readonly languages: readonly string[]
  readonly skin: Skin
}

/** How a list is ordered: by the day its kind is sorted by, newest or oldest first, or by title. */
export type SectionOrder = 'newest' | 'oldest' | 'title'

/** What is done to an entry on its way to a section; declared, in order, and never to the entry itself. */
export type Transform =
  /** Keeps the first characters of a text, ended at a word. */
  | { readonly shorten: string; readonly to: number }
  | { readonly drop: string }
  /** Fills an empty field. */
  | { readonly default: string; readonly value: StoredValue }
  /** Replaces a theme, or any under it, by another. */
  | { readonly map_theme: string; readonly to: string }
  /** Puts a mention of the origin before the summary; `{organisation}` and `{source}` are filled in. */
  | { readonly mention: string }

/** How a section lays out its entries and what it does to them. */
export interface Arrangement {
  readonly order?: SectionOrder
  /** Shows the first ones only. */
  readonly limit?: number
  readonly transforms?: readonly Transform[]
}

/** One section ("service") of a site, with its standing request. */
export interface Subscription {
  readonly id: number
  readonly site: string
  /** Word of its address on the site. */
  readonly slug: string
  readonly label: LocalText
  /** `confirm`: a local moderator says yes before each entry shows. */
  readonly mode: 'automatic' | 'confirm'
  readonly when: Condition
  readonly position: number
  /** Null for the plain order, whole and as written. */
  readonly arrangement?: Arrangement | null
}
