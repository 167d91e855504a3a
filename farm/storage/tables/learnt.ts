import type { Problem } from '../../../pipeline/model/problem.ts'

/** What a source gives, seen from afar: enough to notice that it has become something else. */
export interface Shape {
  readonly format: string
  readonly items: number
  /** Fields that most of its items fill. */
  readonly fields: readonly string[]
  /** Language and host of nearly all its items; null where they differ or say nothing. */
  readonly language: string | null
  readonly host: string | null
  /** The smallest digests of its items' identities: how far two readings overlap shows in them. */
  readonly ids: readonly number[]
}

/** What pulls taught of a source; times in milliseconds. */
export interface Learnt {
  readonly pulls: number
  /** Pulls that brought something new or changed. */
  readonly changes: number
  readonly changedAt: number | null
  /** How long it usually stays the same. */
  readonly changeEvery: number | null
  readonly shape: Shape | null
  /** How long it asks to be left alone, by itself or by its last answer. */
  readonly asks: number | null
  /** Where it says it has moved for good, and how often in a row. */
  readonly moved: { readonly to: string; readonly seen: number } | null
  /** The hub that tells its news, and the address it is known by there (W3C WebSub §4). */
  readonly hub: HubOffer | null
}

/** A hub, and the address of a feed as it knows it. */
export interface HubOffer {
  readonly hub: string
  readonly topic: string
}

/** What is known of a source never pulled. */
export const NOTHING_LEARNT: Learnt = {
  pulls: 0,
  changes: 0,
  changedAt: null,
  changeEvery: null,
  shape: null,
  asks: null,
  moved: null,
  hub: null,
}

/** Why nothing of a source is applied until a person has looked, and what came instead. */
export interface Quarantine {
  readonly at: number
  readonly why: readonly Problem[]
  /** Digest of what came, kept as a waiting file; null where there was nothing worth keeping. */
  readonly file: string | null
  readonly mediaType: string | null
  readonly url: string
  readonly etag: string | null
  readonly lastModified: string | null
  /** What applying it would do. */
  readonly counts: Readonly<Record<string, number>> | null
  /** A few titles, or the first words of what came. */
  readonly samples: readonly string[]
}
