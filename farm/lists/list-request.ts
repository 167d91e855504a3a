import type { SectionOrder } from '../../pipeline/model/site.ts'

/** What a reader asks of a list. */
export interface ListRequest {
  /** Sections listed: one for a service's page, several for a site's search. */
  readonly subscriptions: readonly number[]
  /** Terms that must all hold: `theme:emploi`, `commune:58194`, `contract=cdi`. */
  readonly terms: readonly string[]
  /** Only entries of this kind. */
  readonly kind?: string | undefined
  readonly query: string
  /** What those words name, when they name a theme: `theme:job-search`. Entries about it answer too. */
  readonly named?: string | undefined
  /** Next first from `from`, else newest first. */
  readonly upcoming: boolean
  /** The section's own order, where it has one. */
  readonly order?: SectionOrder | undefined
  /** What came last into the section first, whatever its order: how a list is followed. */
  readonly arrived?: boolean | undefined
  /** The list of this one section ends after so many entries of its order, whatever is asked of them; what is pinned stays. */
  readonly most?: number | undefined
  /** Start of the window for upcoming lists, in milliseconds. */
  readonly from?: number | undefined
  /** Only what its order dates within; what a reader asks, beside the window of the list itself. */
  readonly period?: Period | undefined
  /** The site whose pinned entries come first, before the first page of this one section; without it all stand in plain order. */
  readonly pinsOf?: string | undefined
  /** Position to go on after (or before), from a page's `next` or `previous`. */
  readonly after?: Cursor | undefined
  readonly before?: Cursor | undefined
  readonly limit: number
}

/** A stretch of time, in milliseconds: from its first instant, to the one before `until`. */
export interface Period {
  readonly from?: number | undefined
  readonly until?: number | undefined
}

/** A place in a list: keyset paging, as fast on page 1,000 as on page 1. */
export interface Cursor {
  /** What its order dates it by; in a list as it arrived, when it came. */
  readonly sortAt: number
  readonly entry: number
}
