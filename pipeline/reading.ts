import { type Identity, identityOf } from './identity.ts'
import type { ReadContext } from './model/field-types/field-type.ts'
import { type ReadValues, readValues } from './model/read-values.ts'
import type { ServiceType } from './model/service-type.ts'
import type { Submission } from './model/submission.ts'
import type { Knowledge } from './ports.ts'

/** What a submission turns out to say, before anybody asks whether it may come in. */
export interface Reading extends ReadValues {
  readonly identity: Identity
  /** What it was read by. */
  readonly knowledge: Knowledge
}

/** Reads submissions before their turn has come, while those before them are being written; what is of an unknown kind is left out. */
export function readAhead(
  submissions: readonly Submission[],
  knowledge: Knowledge,
  now: number,
): ReadonlyMap<Submission, Reading> {
  const { gazetteer, thesaurus } = knowledge
  const context = { gazetteer, thesaurus, now }
  const found = new Map<Submission, Reading>()
  for (const submission of submissions) {
    const serviceType = knowledge.serviceType(submission.serviceType)
    if (serviceType) found.set(submission, readOne(submission, { serviceType, knowledge, context }))
  }
  return found
}

/** Reads what one submission says. */
export function readOne(
  { raw, externalId }: Submission,
  by: { readonly serviceType: ServiceType; readonly knowledge: Knowledge; readonly context: ReadContext },
): Reading {
  const { serviceType, knowledge, context } = by
  const read = readValues({ serviceType, raw, context })
  return { ...read, knowledge, identity: identityOf(serviceType, read.values, externalId) }
}
