import type { Delivery, DeliveryState } from '../../pipeline/model/delivery.ts'
import {
  ENTRY_STATES,
  type Entry,
  type EntryState,
  type ReviewState,
  type Revision,
} from '../../pipeline/model/entry.ts'
import { EVENT_KINDS, type FarmEvent } from '../../pipeline/ports.ts'
import type { Tables } from './tables/tables.ts'

type EntryRow = Tables['entries']['$inferSelect']
type DeliveryRow = Tables['deliveries']['$inferSelect']

/** An entry as read; a state this engine does not know means a database from the future, and throws. */
export function entryOf(row: EntryRow): Entry {
  return { ...row, state: entryState(row.state), review: reviewState(row.review) }
}

/** A revision as read. */
export function revisionOf(row: Tables['revisions']['$inferSelect']): Revision {
  return row
}

/** An event as read: written by this engine alone, from the closed list of `FarmEvent`. */
export function eventOf(row: Tables['events']['$inferSelect']): FarmEvent {
  return { ...row, kind: EVENT_KINDS.find((kind) => kind === row.kind) ?? 'imported' }
}

/** A delivery as read. */
export function deliveryOf(row: DeliveryRow): Delivery & { readonly serviceType: string; readonly sortAt: number } {
  return { ...row, state: deliveryState(row.state) }
}

/** Narrows a stored entry state. */
export function entryState(text: string): EntryState {
  return known(ENTRY_STATES, text)
}

const REVIEW_STATES: readonly ReviewState[] = [
  'draft',
  'submitted',
  'proofread',
  'changes-requested',
  'refused',
  'accepted',
]
const DELIVERY_STATES: readonly DeliveryState[] = ['pending', 'live', 'excluded', 'retracted']

function reviewState(text: string): ReviewState {
  return known(REVIEW_STATES, text)
}

function deliveryState(text: string): DeliveryState {
  return known(DELIVERY_STATES, text)
}

/** Narrows a stored word to one of a closed list. */
export function known<T extends string>(words: readonly T[], text: string): T {
  const found = words.find((word) => word === text)
  if (found === undefined) throw new Error(`unknown stored word: ${text}`)
  return found
}
