import type { Identity } from './identity.ts'
import type { Actor } from './model/actor.ts'
import type { Delivery } from './model/delivery.ts'
import type { Entry, Values } from './model/entry.ts'
import type { Result } from './model/problem.ts'
import type { ServiceType } from './model/service-type.ts'
import type { Arrival, Submission } from './model/submission.ts'
import type { Changes, Knowledge, PastOfEntry, TakenByBatch } from './ports.ts'
import type { Reading } from './reading.ts'

/** What was met in a batch: what arrivals are known by, and entries. */
export type Seen = Set<string | number>

/** Who submits, in which batch, and what the batch has already seen. */
export interface Submitting {
  readonly actor: Actor
  readonly batch?: number | null
  /** Identities met so far in the batch: the second of two equal lines is a duplicate. */
  readonly seen?: Seen
  /** What was read of them before their turn. */
  readonly read?: ReadonlyMap<Submission, Reading>
  /** Says what would become of each arrival and writes nothing. */
  readonly rehearse?: boolean
  /** What to write beside, in the same transaction, of what became of the arrivals; where it fails nothing is written. */
  readonly note?: (arrivals: readonly Arrival[], becoming: Becoming) => Promise<Result<Partial<Changes>>>
}

/** What arrivals are about to become. */
export interface Becoming {
  /** None of them changes anything of an entry that was here before. */
  readonly allNew: boolean
}

/** A submission whose values are sound, ready to be recognised. */
export interface Sound {
  readonly submission: Submission
  readonly serviceType: ServiceType
  readonly values: Values
  readonly identity: Identity
  /** What it is known by in its batch. */
  readonly key: string
}

/** What the farm already knows about a set of arrivals, read at once. */
export interface Acquaintance {
  readonly opened: ReadonlyMap<number, Entry>
  readonly recognised: ReadonlyMap<Sound, Entry>
  /** Entries with the same fingerprint. */
  readonly alike: ReadonlyMap<string, readonly Entry[]>
  readonly deliveries: ReadonlyMap<number, readonly Delivery[]>
  readonly numbers: ReadonlyMap<number, number>
  /** What batches said before of entries that differ from what now arrives, or were edited here. */
  readonly pasts: ReadonlyMap<number, PastOfEntry>
  readonly taken: ReadonlyMap<number, TakenByBatch>
}

/** What composing one arrival takes. */
export interface Composing extends Submitting, Acquaintance {
  readonly knowledge: Knowledge
  readonly now: number
  readonly seen: Seen
  /** Four free numbers: entry, revision, and two events. */
  readonly ids: readonly number[]
}
