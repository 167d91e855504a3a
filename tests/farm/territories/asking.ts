import { expect } from 'vitest'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { changeSubscriptions } from '../../../farm/sites/change-subscriptions.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Condition } from '../../../pipeline/model/condition.ts'
import type { Result } from '../../../pipeline/model/problem.ts'

/** The value of what must have gone well. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

/** Has the press reviews of the Nièvre asked for otherwise, routed again; answers their section. */
export async function ask(farm: Farm, when: Condition): Promise<number> {
  const services = (await farm.memory()).sites.subscriptions('nievre')
  const section = services.find(({ when: asked }) => JSON.stringify(asked).includes('press-review')) ?? expect.fail()
  const wanted = services.map((one) => (one.id === section.id ? { ...one, when } : one))
  const job = value(await changeSubscriptions(farm, { actor: FARM, site: 'nievre', services: wanted }))
  if (job !== null) await finishJob(farm, job)
  return section.id
}

/** Whether a section shows an entry. */
export async function shows(farm: Farm, entry: number, subscription: number): Promise<boolean> {
  const rows = await farm.ports.entries.deliveries([entry])
  return rows.some((one) => one.subscription === subscription && one.state === 'live')
}
