import type { Problem, Result } from '../../../pipeline/model/problem.ts'
import { keepWaiting } from '../../sources/waiting-file.ts'
import { heldVintage } from '../../storage/knowledge/territory-store.ts'
import {
  changeVintage,
  rehearseMovements,
  type VintageChange,
  type VintagePlan,
} from '../../territories/change-vintage.ts'
import type { Visit } from '../visit.ts'
import { followAwhile } from './follow-awhile.ts'
import { postedFile } from './posted-file.ts'
import { rehearsalFile } from './rehearsal-file.ts'
import { redirectTo } from './sign-in-first.ts'
import { mayManageTerritories } from './territories-page.ts'

/** What the page that moves to another vintage shows. */
export interface VintagePage {
  readonly held: number | null
  readonly problems: readonly Problem[]
  /** What was tried, and the name its file waits under until it is applied. */
  readonly tried: { readonly plan: VintagePlan; readonly file: string } | undefined
}

/** The page of vintages: shown, a file of movements tried or applied; null for whoever does not run the farm. */
export async function vintagePage(visit: Visit, request: Request): Promise<VintagePage | Response | null> {
  if (!mayManageTerritories(visit)) return null
  const { farm, actor } = visit
  const blank = { held: await heldVintage(farm.storage), problems: [], tried: undefined }
  if (request.method !== 'POST') return blank
  const data = await request.formData()
  const bytes = await postedFile(visit, data)
  if (!bytes) return { ...blank, problems: [{ code: 'file-required', field: 'file' }] }
  const change: VintageChange = { actor, bytes }
  if (data.get('do') === 'file')
    return told(blank, await rehearsalFile(visit, (how) => rehearseMovements(farm, change, how)))
  if (data.get('do') === 'apply') return told(blank, await applied(visit, change))
  const plan = await rehearseMovements(farm, change)
  if (!plan.ok) return told(blank, plan)
  return { ...blank, tried: { plan: plan.value, file: await keepWaiting(farm.files, bytes) } }
}

function told(
  blank: VintagePage,
  answer: Result<Response> | Extract<Result<never>, { ok: false }>,
): VintagePage | Response {
  if (answer.ok) return answer.value
  return { ...blank, problems: answer.problems.map((problem) => ({ ...problem, field: 'file' })) }
}

async function applied(visit: Visit, change: VintageChange): Promise<Result<Response>> {
  const { farm, href } = visit
  const done = await changeVintage(farm, change)
  if (!done.ok) return done
  const { job, vintage } = done.value
  await followAwhile(farm, job)
  return { ok: true, value: redirectTo(href(`/territories?vintage=${vintage}${job === null ? '' : `&job=${job}`}`)) }
}
