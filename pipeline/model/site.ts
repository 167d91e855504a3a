import type { Condition } from './condition.ts'
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
}
