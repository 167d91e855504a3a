import type { Sound } from './arriving.ts'
import { identityOf } from './identity.ts'
import type { Actor } from './model/actor.ts'
import type { Values } from './model/entry.ts'
import type { ReadContext } from './model/field-types/field-type.ts'
import { may } from './model/may.ts'
import type { Problem } from './model/problem.ts'
import type { Arrival, Submission } from './model/submission.ts'
import { seenKey } from './obstacle.ts'
import type { Knowledge } from './ports.ts'
import { type Reading, readOne } from './reading.ts'
import { ruleTerms } from './rule-terms.ts'

/** Reads a submission's values and asks whether it may come in: what it is then known by, or its refusal. */
export function soundness(
  submission: Submission,
  actor: Actor,
  { knowledge, context, stood, read }: Judging,
): Sound | Arrival {
  const { organisation } = submission
  const serviceType = knowledge.serviceType(submission.serviceType)
  const allowed = may(actor, { action: 'contribute', organisation, serviceType: submission.serviceType }, knowledge)
  if (!allowed.yes) return refused(submission, [{ code: 'not-allowed', params: { reason: allowed.because } }])
  if (!knowledge.organisations.get(submission.organisation))
    return refused(submission, [{ code: 'unknown-organisation', params: { value: submission.organisation } }])
  if (!serviceType)
    return refused(submission, [{ code: 'unknown-service-type', params: { value: submission.serviceType } }])
  // What was read by what no longer holds is read again.
  const reading = read?.knowledge === knowledge ? read : readOne(submission, { serviceType, knowledge, context })
  const { values, problems } = ruleTerms(reading, { actor, organisation, serviceType, knowledge, stood })
  const serious = [...(submission.problems ?? []), ...problems.filter((problem) => !draftMayLack(submission, problem))]
  if (serious.length > 0) return refused(submission, serious)
  const same = values === reading.values
  const identity = same ? reading.identity : identityOf(serviceType, values, submission.externalId)
  return { submission, serviceType, values, identity, key: seenKey({ submission, identity }) }
}

interface Judging {
  readonly knowledge: Knowledge
  readonly context: ReadContext
  /** What stood of the entry it is a version of. */
  readonly stood: Values | undefined
  readonly read?: Reading | undefined
}

// A draft may be incomplete, but never nameless: lists would have nothing to show.
function draftMayLack(submission: Submission, problem: Problem): boolean {
  return submission.intent === 'draft' && problem.code === 'required' && problem.field !== 'title'
}

function refused(submission: Submission, problems: readonly Problem[]): Arrival {
  const { line } = submission
  return {
    outcome: 'refused',
    line,
    entry: submission.entry,
    problems: line === undefined ? problems : problems.map((one) => ({ ...one, line })),
  }
}
