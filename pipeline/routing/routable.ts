import type { Values } from '../model/entry.ts'
import type { OrganisationTree } from '../model/organisation.ts'
import type { PactBook } from '../model/pact.ts'
import type { Gazetteer, TerritoryKey } from '../model/territory.ts'
import type { Thesaurus } from '../model/theme.ts'

/** What routing knows of an entry: everything a condition may ask about. */
export interface Routable {
  readonly serviceType: string
  readonly organisation: string
  readonly language: string
  /** Theme codes as chosen. */
  readonly themes: readonly string[]
  readonly territories: readonly TerritoryKey[]
  readonly values: Values
  /** Instant of its publication; null before. */
  readonly publishedAt: number | null
  /** The moment it is asked about, in milliseconds. */
  readonly now: number
}

/** What routing knows of the asking site. */
export interface Asker {
  readonly organisation: string
}

/** The trees conditions are read against, and what the bodies granted each other. */
export interface Trees {
  readonly gazetteer: Gazetteer
  readonly thesaurus: Thesaurus
  readonly organisations: OrganisationTree
  readonly pacts: PactBook
}

/** An asker with what its conditions are read against. */
export type Asking = Asker & { readonly trees: Trees }
