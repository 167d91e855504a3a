import type { Workflow } from './service-type.ts'
import type { TerritoryKey } from './territory.ts'

/** How an organisation looks and whom it answers through; every value is public. */
export interface Identity {
  /** Hex or oklch() colour the skins start from. */
  readonly accent: string
  readonly font_display?: string
  /** One to three letters for the mark where there is no logo. */
  readonly initials: string
  readonly email?: string
  readonly phone?: string
  readonly address?: string
  readonly website?: string
  readonly publication_director?: string
}

/** What an organisation decides for itself about review. */
export interface OrganisationPolicy {
  /** Stricter workflows, by service type; a laxer one than declared is ignored. */
  readonly workflows?: Readonly<Record<string, Workflow>>
  /** Nobody decides on their own entry. Default true. */
  readonly four_eyes?: boolean
  /** A moderator's correction of a published entry goes live at once. Default false. */
  readonly trusted_corrections?: boolean
}

/** A body of the network, in a tree, with a territory, an identity and members. */
export interface Organisation {
  readonly id: string
  readonly parent: string | null
  readonly name: string
  readonly shortName: string
  readonly kind: 'national' | 'regional' | 'departmental' | 'local' | 'partner'
  readonly territory: TerritoryKey | null
  readonly identity: Identity
  readonly policy: OrganisationPolicy
}

/** The tree of organisations, in memory. */
export interface OrganisationTree {
  get(id: string): Organisation | undefined
  all(): readonly Organisation[]
  /** The organisation itself, then its parents up to the root. */
  above(id: string): readonly string[]
  /** The organisation itself and everything under it. */
  below(id: string): ReadonlySet<string>
}
