import type { OrganisationPolicy } from '../model/organisation.ts'
import { type ServiceType, WORKFLOWS, type Workflow } from '../model/service-type.ts'

/** The workflow an organisation's entries of a kind go through: the declared one, or the organisation's own where stricter. */
export function workflowOf(serviceType: ServiceType, policy: OrganisationPolicy): Workflow {
  const own = policy.workflows?.[serviceType.id]
  return own && rank(own) > rank(serviceType.workflow) ? own : serviceType.workflow
}

/** Whether an arrival shows at once, without waiting for anybody. */
export function goesLiveAtOnce(workflow: Workflow): boolean {
  return workflow === 'none' || workflow === 'a-posteriori'
}

/** Whether nobody may decide on their own entry: the rule unless the organisation says otherwise. */
export function fourEyes(policy: OrganisationPolicy): boolean {
  return policy.four_eyes !== false
}

function rank(workflow: Workflow): number {
  return WORKFLOWS.indexOf(workflow)
}
