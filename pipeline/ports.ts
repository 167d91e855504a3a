import type { BatchStep } from './model/batch.ts'
import type { Delivery } from './model/delivery.ts'
import type { Entry, Revision, Values } from './model/entry.ts'
import type { OrganisationTree } from './model/organisation.ts'
import type { PactBook } from './model/pact.ts'
import type { Result } from './model/problem.ts'
import type { NewRecall } from './model/recall.ts'
import type { ServiceType } from './model/service-type.ts'
import type { Gazetteer } from './model/territory.ts'
import type { Thesaurus } from './model/theme.ts'
import type { Touch } from './model/touch.ts'
import type { SubscriptionIndex } from './routing/subscription-index.ts'

/** A moderation verdict as it is kept, append-only. */
export interface Decision {
  readonly id: number
  readonly entry: number
  readonly revision: number
  readonly verdict: 'approve' | 'return' | 'refuse' | 'withdraw' | 'confirm' | 'exclude'
  readonly person: number | null
  readonly reason: string
  readonly at: number
}

/** Everything that may happen. */
export const EVENT_KINDS = [
  'drafted',
  'proposed',
  'corrected',
  'proofread',
  'returned',
  'refused',
  'scheduled',
  'published',
  'delivered',
  'withdrawn',
  'recalled',
  'expired',
  'trashed',
  'confirmed',
  'excluded',
  'pinned',
  'unpinned',
  'retouched',
  'settled',
  'reintroduced',
  'let-go',
  'site-created',
  'subscriptions-changed',
  'imported',
  'clashed',
  'reverted',
  'pact-proposed',
  'pact-signed',
  'pact-revoked',
  'told-apart',
  'told-same',
  'reconsidered',
] as const

/** Something that happened, kept for ever: the history of an entry is its events in order. */
export interface FarmEvent {
  readonly id: number
  readonly at: number
  readonly kind: (typeof EVENT_KINDS)[number]
  readonly entry: number | null
  readonly site: string | null
  readonly person: number | null
  readonly batch: number | null
  readonly data: Record<string, unknown>
}

/** Words of one entry for the search index, already folded and stemmed. */
export interface Searchable {
  readonly entry: number
  readonly title: string
  readonly words: string
}

/** Everything one step decided, written in one transaction with its events or not at all. */
export interface Changes {
  readonly inserted: readonly Entry[]
  /** New state of an entry, and the version it must still have. */
  readonly updated: readonly { readonly entry: Entry; readonly expected: number }[]
  readonly revisions: readonly Revision[]
  /** What a live revision is about, replacing what stood before. */
  readonly terms: readonly { readonly entry: number; readonly terms: readonly string[] }[]
  readonly searchable: readonly Searchable[]
  readonly unsearchable: readonly number[]
  readonly deliveries: readonly (Delivery & { readonly serviceType: string; readonly sortAt: number })[]
  readonly decisions: readonly Decision[]
  readonly duplicates: readonly { readonly entry: number; readonly other: number; readonly score: number }[]
  /** What people said of pairs of entries, replacing what stood before. */
  readonly verdicts: readonly PairVerdict[]
  readonly events: readonly FarmEvent[]
  readonly recalls: readonly NewRecall[]
  /** What sites changed for themselves, replacing what stood before. */
  readonly touches: readonly Touch[]
  /** Sections that have nothing of their own in an entry any more. */
  readonly untouched: readonly Pick<Touch, 'entry' | 'subscription' | 'site'>[]
  /** What sources said, noted on revisions that stand as they are. */
  readonly said: readonly { readonly revision: number; readonly said: Values }[]
  /** How far batches have come by this. */
  readonly batches: readonly BatchStep[]
}

/** What a person said of two entries, the higher number first. */
export interface PairVerdict {
  readonly entry: number
  readonly other: number
  readonly score: number
  /** `different`; or the same, and which of both is kept. Null takes the word back. */
  readonly verdict: 'different' | 'entry' | 'other' | null
  readonly person: number | null
  /** What both are known by wherever they come from again. */
  readonly lasting: readonly { readonly entry: number; readonly key: string }[]
}

/** What an arrival may be recognised by. */
export interface IdentityQuery {
  readonly externalIds: readonly string[]
  readonly urls: readonly string[]
  readonly fingerprints: readonly string[]
}

/** What batches brought to an entry before. */
export interface PastOfEntry {
  /** Values of its working revision. */
  readonly stands: Values
  /** The last batch that said something of it, and what its source said; undefined where none did, or it was undone. */
  readonly last: { readonly batch: number | null; readonly said: Values } | undefined
}

/** How an entry was last taken back other than for itself: its source gave it no longer, the batch that brought it was undone, or another entry says the same. */
export interface TakenByBatch {
  readonly how: 'gone' | 'undone' | 'folded'
  /** Revision that was live until then. */
  readonly revision: number | null
}

/** Reading what is kept. */
export interface EntryReader {
  get(id: number): Promise<Entry | undefined>
  many(ids: readonly number[]): Promise<readonly Entry[]>
  revision(id: number): Promise<Revision | undefined>
  /** Number of the newest revision of each entry. */
  revisionNumbers(entries: readonly number[]): Promise<ReadonlyMap<number, number>>
  identify(query: IdentityQuery): Promise<readonly Entry[]>
  /** What batches brought before to entries; those whose working revision itself came by one are passed over where `edited` is asked. */
  pasts(
    entries: readonly Pick<Entry, 'id' | 'workingRevision'>[],
    only?: 'edited',
  ): Promise<ReadonlyMap<number, PastOfEntry>>
  /** Those of these entries that a batch took back last, or that were folded into another, rather than taken back for themselves. */
  takenByBatch(entries: readonly number[]): Promise<ReadonlyMap<number, TakenByBatch>>
  /** With what sites changed in them for themselves. */
  deliveries(entries: readonly number[]): Promise<readonly Delivery[]>
  decisions(entry: number): Promise<readonly Decision[]>
}

/** The farm's memory of its declarations and trees, always of one moment. */
export interface Knowledge {
  serviceType(id: string): ServiceType | undefined
  readonly gazetteer: Gazetteer
  readonly thesaurus: Thesaurus
  readonly organisations: OrganisationTree
  readonly pacts: PactBook
  readonly subscriptions: SubscriptionIndex
  /** Changes whenever anything of it but the declarations does. */
  readonly stamp?: string
}

/** What the steps of the pipeline need of the world. */
export interface Ports {
  /** Milliseconds since the epoch. */
  now(): number
  newIds(count: number): Promise<number[]>
  knowledge(): Promise<Knowledge>
  readonly entries: EntryReader
  /** Writes everything or nothing, and answers the sites whose lists moved; `stale-version` when an entry moved on meanwhile, `batch-moved-on` when a batch did. */
  commit(changes: Changes): Promise<Result<readonly string[]>>
}
