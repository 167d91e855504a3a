import type { Entry } from '../../../pipeline/model/entry.ts'
import { may } from '../../../pipeline/model/may.ts'
import type { Visit } from '../visit.ts'

/** What this person may do to an entry, in its present state. */
export interface EntryActions {
  readonly edit: boolean
  readonly propose: boolean
  readonly withdraw: boolean
  readonly recall: boolean
  readonly trash: boolean
  /** Step of the queue where the entry waits for them. */
  readonly review: 'proof-read' | 'moderate' | null
}

/** Asks for each action whether it has a meaning now, and whether this person may. */
export async function actionsOn(visit: Visit, entry: Entry): Promise<EntryActions> {
  const { actor, memory, farm } = visit
  const allowed = (action: 'edit-entry' | 'withdraw' | 'recall' | 'trash') => may(actor, { action, entry }, memory).yes
  const approval = await farm.foresee({ entry: entry.id, actor, word: 'approve', reason: '' })
  return {
    edit: allowed('edit-entry'),
    propose: PROPOSABLE.has(entry.review) && entry.state !== 'trashed' && allowed('edit-entry'),
    withdraw: entry.liveRevision !== null && allowed('withdraw'),
    recall: entry.liveRevision !== null && allowed('recall'),
    trash: entry.liveRevision === null && entry.state !== 'trashed' && allowed('trash'),
    review: approval.ok ? (approval.value === 'proofread' ? 'proof-read' : 'moderate') : null,
  }
}

const PROPOSABLE = new Set<Entry['review']>(['draft', 'changes-requested'])
