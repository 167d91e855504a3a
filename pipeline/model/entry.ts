import type { StoredValue } from './field-types/field-type.ts'
import type { TerritoryKey } from './territory.ts'

/** States of an entry as the farm's people know them (`domain.md` §2). */
export const ENTRY_STATES = [
  'draft',
  'submitted',
  'proofread',
  'changes-requested',
  'refused',
  'scheduled',
  'published',
  'withdrawn',
  'expired',
  'trashed',
] as const

/** One of the states of an entry. */
export type EntryState = (typeof ENTRY_STATES)[number]

/** States in which an entry that never showed waits for somebody's word. */
export const WAITING = ['submitted', 'proofread', 'changes-requested'] as const

/** States of the revision being worked on; `accepted` once it is, or was, live. */
export type ReviewState = 'draft' | 'submitted' | 'proofread' | 'changes-requested' | 'refused' | 'accepted'

/** The stored values of one revision, by field name. */
export type Values = Readonly<Record<string, StoredValue>>

/** One item of the farm. */
export interface Entry {
  readonly id: number
  readonly serviceType: string
  /** Origin organisation. */
  readonly organisation: string
  readonly author: number | null
  readonly state: EntryState
  /** State of the working revision; differs from `accepted` while something waits. */
  readonly review: ReviewState
  /** Title of the live revision, else of the working one. */
  readonly title: string
  readonly language: string
  /** Revision the public sees; null before publication and after withdrawal. */
  readonly liveRevision: number | null
  /** Latest revision, the one people edit and review. */
  readonly workingRevision: number
  /** Counts every change; a save must name the version it started from. */
  readonly version: number
  readonly source: number | null
  /** Identity given by the source, a partner's file or the LHÉO `numero`. */
  readonly externalId: string | null
  readonly canonicalUrl: string | null
  /** Digest of service type, organisation, title, places and first date. */
  readonly fingerprint: string
  /** Digest of the values of the working revision: equal means nothing changed. */
  readonly contentHash: string
  /** Instants in milliseconds since the epoch. */
  readonly createdAt: number
  readonly updatedAt: number
  readonly submittedAt: number | null
  readonly publishedAt: number | null
  /** Publication waits for `validFrom`; expiry comes at `validUntil`. */
  readonly validFrom: number | null
  readonly validUntil: number | null
  /** Where lists place it: its declared order field, else its publication. */
  readonly sortAt: number
}

/** One version of an entry. */
export interface Revision {
  readonly id: number
  readonly entry: number
  /** 1, 2, 3… within the entry. */
  readonly number: number
  readonly author: number | null
  readonly createdAt: number
  readonly values: Values
  /** The batch it came by. */
  readonly batch?: number | null
  /** What the source said, where edits made here won over it. */
  readonly said?: Values | null
}

/** What routing, search and lists need of an entry's values, computed once per revision. */
export interface Facets {
  /** Theme codes as chosen. */
  readonly themes: readonly string[]
  /** Territory keys as chosen, the address's commune included. */
  readonly territories: readonly TerritoryKey[]
}
