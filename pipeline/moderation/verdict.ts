import type { Entry, ReviewState } from '../model/entry.ts'
import type { OrganisationPolicy } from '../model/organisation.ts'
import { fail, ok, type Result } from '../model/problem.ts'
import type { Workflow } from '../model/service-type.ts'
import { fourEyes } from './policy.ts'

/** A person's word on what waits. */
export type Word = 'approve' | 'return' | 'refuse'

/** What judging a word takes. */
export interface Hearing {
  readonly entry: Entry
  readonly word: Word
  readonly reason: string
  /** Deciding person; null for the farm itself or an operator, to whom four eyes do not apply. */
  readonly person: number | null
  readonly workflow: Workflow
  readonly policy: OrganisationPolicy
  /** Who wrote the revision under review: not always the entry's author. */
  readonly reviser: number | null
  /** Who proof-read this very revision, if anybody did. */
  readonly proofReader: number | null
}

/** Where a word takes the working revision, or why it may not be said: nothing waits, no reason, the same eyes twice. */
export function judge(hearing: Hearing): Result<ReviewState> {
  const { entry, word, reason, person, workflow, policy } = hearing
  if (entry.review !== 'submitted' && entry.review !== 'proofread') return fail({ code: 'nothing-waits' })
  if (word !== 'approve' && reason.trim() === '') return fail({ code: 'reason-required', field: 'reason' })
  if (fourEyes(policy) && person !== null && person === entry.author) return fail({ code: 'own-entry' })
  if (word === 'return') return ok('changes-requested')
  if (word === 'refuse') return ok('refused')
  if (workflow === 'two-step' && entry.review === 'submitted') return ok('proofread')
  if (fourEyes(policy) && person !== null && person === hearing.proofReader) return fail({ code: 'proof-read-by-you' })
  if (isOwnCorrection(hearing)) return fail({ code: 'own-entry' })
  return ok('accepted')
}

// Whoever touches up a first proposal has read its author's words; a change to what was public has been read by nobody else.
function isOwnCorrection({ entry, person, policy, reviser }: Hearing): boolean {
  if (!fourEyes(policy) || policy.trusted_corrections === true) return false
  return entry.publishedAt !== null && person !== null && person === reviser
}
