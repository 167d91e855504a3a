import type { Values } from './entry.ts'
import type { RawValue } from './field-types/field-type.ts'
import type { Problem } from './problem.ts'

/** By which road an arrival came. */
export type Road = 'form' | 'csv' | 'feed' | 'xml' | 'lheo' | 'ical' | 'vcard' | 'spip' | 'api' | 'demo'

/** A raw arrival before it is an entry: after this, nothing knows its format. */
export interface Submission {
  readonly serviceType: string
  readonly organisation: string
  readonly road: Road
  /** Raw values by field name. */
  readonly raw: Readonly<Record<string, RawValue>>
  /** Problems the adapter met on this very item; such an item is refused and reported. */
  readonly problems?: readonly Problem[]
  /** 1-based line of the file, or position of the item. */
  readonly line?: number
  /** Identity the arrival itself carries: a feed's guid, a file's `id` column, LHÉO's `numero`. */
  readonly externalId?: string | undefined
  /** Source it was harvested from. */
  readonly source?: number | undefined
  /** Entry it changes, when the writer opened one. */
  readonly entry?: number | undefined
  /** Version of that entry the writer started from. */
  readonly version?: number | undefined
  /** `draft` keeps it private to its author; `propose` sends it on its road. */
  readonly intent: 'draft' | 'propose'
  /** The writer saw the likely duplicate and wants a separate entry. */
  readonly duplicateSeen?: boolean
}

/** What became of one submission. */
export interface Arrival {
  readonly outcome: 'new' | 'changed' | 'same' | 'duplicate' | 'refused'
  readonly line?: number | undefined
  /** The entry made, changed or found; absent when refused. */
  readonly entry?: number | undefined
  /** What keeps it out; or, of one that came in, what it should know: fields where an edit made here won over the source. */
  readonly problems: readonly Problem[]
  /** In a rehearsal alone: what stands, and what would. */
  readonly shown?: { readonly before: Values; readonly after: Values }
}
