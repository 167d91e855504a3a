/** What kind of place holds, or held, an entry. `partner` and `push` are those of pulls and pushes. */
export type PlaceKind = 'site' | 'feed' | 'export' | 'partner' | 'push' | 'cache' | 'search'

/** A place that held a recalled entry. Instants in milliseconds. */
export interface RecallPlace {
  readonly kind: PlaceKind
  readonly site: string | null
  readonly subscription: number | null
  /** The reader and the format of a feed (`FreshRSS/1.2 rss`), empty where site and section say it all. */
  readonly name: string
  /** Revision it held, as far as is known. */
  readonly revision: number | null
  readonly since: number | null
  /** When it last fetched before the recall was noted. */
  readonly fetchedAt: number | null
  /** When it was confirmed gone from there; null while that is not known. */
  readonly confirmedAt: number | null
}

/** One action that took an entry back from everywhere, with its reason. */
export interface Recall {
  readonly id: number
  readonly entry: number
  readonly title: string
  readonly reason: string
  readonly person: number | null
  /** Instant in milliseconds. */
  readonly at: number
  /** When the last place was confirmed; null while one is pending. */
  readonly closedAt: number | null
}

/** A recall as it is decided, with the places it must reach. */
export interface NewRecall extends Recall {
  readonly places: readonly RecallPlace[]
}
