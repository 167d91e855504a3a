import type { Problem } from '../../../pipeline/model/problem.ts'
import type { Visit } from '../visit.ts'

/** What a site's moderator posted, and what came of it. */
export interface ConfirmAnswer {
  readonly entry: number
  readonly subscription: number
  readonly shown: boolean
  readonly reason: string
  readonly problem: Problem | undefined
}

/** Lets an entry show in a service of a site, or keeps it out with a reason. */
export async function hearConfirm(visit: Visit, form: FormData): Promise<ConfirmAnswer> {
  const [entry = 0, subscription = 0] = String(form.get('delivery') ?? '')
    .split(':')
    .map(Number)
  const shown = form.get('word') === 'show'
  const reason = String(form.get('reason') ?? '')
    .trim()
    .slice(0, 2_000)
  const asked = { entry, subscription, shown, reason }
  if (!shown && reason === '') return { ...asked, problem: { code: 'reason-required', field: 'reason' } }
  const confirmed = await visit.farm.confirm({ ...asked, actor: visit.actor })
  return { ...asked, problem: confirmed.ok ? undefined : confirmed.problems[0] }
}
