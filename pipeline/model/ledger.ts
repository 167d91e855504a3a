import type { PlaceKind } from './recall.ts'

/** How a place stands to an entry: it holds the live revision, an older one or one taken back since, or was told that it left. */
export type Holding = 'current' | 'behind' | 'gone'

/** One place that holds, or held, an entry. Instants in milliseconds. */
export interface LedgerPlace {
  readonly kind: PlaceKind
  readonly site: string | null
  readonly subscription: number | null
  /** Who reads a feed or an export, by the name it gives itself; empty for other places. */
  readonly reader: string
  /** Format of the feed or export; empty for other places. */
  readonly format: string
  readonly holding: Holding
  /** Number of the revision within the entry; null where it is not known any more. */
  readonly revision: number | null
  /** Since when the place, or the section it reads, showed this revision. */
  readonly since: number | null
  readonly fetchedAt: number | null
  /** When it was last known to have heard of how the entry now stands. */
  readonly acknowledgedAt: number | null
  /** How often it fetched; null where nothing is fetched. */
  readonly reads: number | null
}

/** A reader of one feed or export of one section. Instants in milliseconds. */
export interface FeedRead {
  readonly subscription: number
  /** Name of the format: `rss`, `csv`. */
  readonly format: string
  readonly reader: string
  readonly firstAt: number
  readonly lastAt: number
  readonly count: number
  /** Set where one entry was read by itself: of the others nothing is known. */
  readonly entry?: number
}
