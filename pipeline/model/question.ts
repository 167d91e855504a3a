import type { Role } from './actor.ts'
import type { EntryState } from './entry.ts'
import type { OrganisationTree } from './organisation.ts'
import type { Site } from './site.ts'

/** What the judge needs to know of an entry. */
export interface EntrySubject {
  readonly organisation: string
  readonly author: number | null
  readonly state: EntryState
  /** Where it came from, and what it is: told where a partner may ask. */
  readonly source?: number | null
  readonly serviceType?: string
}

/** Every question the farm asks, with what it is asked about. */
export type Question =
  | { readonly action: 'use-desk' }
  /** `serviceType` is told where a partner may ask, here and below. */
  | { readonly action: 'contribute' | 'import'; readonly organisation: string; readonly serviceType?: string }
  | {
      readonly action:
        | 'read-entry'
        | 'edit-entry'
        | 'proof-read'
        | 'moderate'
        | 'withdraw'
        | 'recall'
        | 'trash'
        | 'fold'
      readonly entry: EntrySubject
    }
  | {
      readonly action: 'manage-sources' | 'manage-organisation' | 'create-site' | 'share-list'
      readonly organisation: string
    }
  | { readonly action: 'read-site'; readonly site: Site; readonly serviceType?: string }
  | { readonly action: 'see-past' | 'manage-site' | 'confirm-delivery'; readonly site: Site }
  /** What an organisation, or one of its sites, covers and what it lacks. */
  | { readonly action: 'see-coverage'; readonly organisation: string; readonly site?: string }
  | { readonly action: 'operate-farm' | 'manage-themes' }
  /** A term of a vocabulary that only some may assign: they have at least this role there. */
  | { readonly action: 'assign-term'; readonly organisation: string; readonly role: Role }

/** Yes, or no with the reason as a catalogue code. */
export type Verdict =
  | { readonly yes: true; readonly because: string }
  | { readonly yes: false; readonly because: string }

/** What `may` looks at beside the actor and the question. */
export interface House {
  readonly organisations: OrganisationTree
}
