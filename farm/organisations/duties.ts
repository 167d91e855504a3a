import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import type { Declarations } from '../../pipeline/model/declarations.ts'
import type { House } from '../../pipeline/model/question.ts'
import { fourEyes, workflowOf } from '../../pipeline/moderation/policy.ts'
import type { Waiting } from '../storage/entries/review-queue.ts'
import { organisationsWhere } from './reach.ts'

/** What waits for this person at a step of review, wherever they may take part in it. */
export function dutiesOf(
  actor: Actor,
  step: Waiting['step'],
  house: House & { readonly declarations: Declarations },
): Waiting {
  const organisations = organisationsWhere(actor, step, house)
  const kinds = [...house.declarations.serviceTypes.values()]
  const policyOf = (id: string) => house.organisations.get(id)?.policy ?? {}
  return {
    step,
    organisations,
    twoStep: organisations.map((organisation) => ({
      organisation,
      serviceTypes: kinds
        .filter((kind) => workflowOf(kind, policyOf(organisation)) === 'two-step')
        .map((kind) => kind.id),
    })),
    person: personOf(actor),
    alone: organisations.filter((id) => !fourEyes(policyOf(id))),
  }
}
