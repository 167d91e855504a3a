import type { Problem } from '../../../pipeline/model/problem.ts'
import { finishJob } from '../../jobs/finish-job.ts'
import { organisationsFor } from '../../organisations/reach.ts'
import { createSite } from '../../sites/create-site.ts'
import { rememberedOrganisation, workplaceOf } from '../desk/working-for.ts'
import type { Visit } from '../visit.ts'
import { placeText } from './place-text.ts'
import { redirectTo } from './sign-in-first.ts'
import { readSiteForm, type SiteForm, siteRequest } from './site-form.ts'

/** Everything the form of a new site shows. */
export interface NewSitePage {
  readonly form: SiteForm
  readonly organisations: readonly string[]
  readonly problems: readonly Problem[]
}

/** How long a person waits for a new site to be filled before seeing it fill by itself. */
const PATIENCE_MS = 1_500

/** The form of a new site: shown, or read and done; null for those who may create none. */
export async function newSitePage(visit: Visit, request: Request): Promise<NewSitePage | Response | null> {
  const organisations = organisationsFor(visit.actor, 'create-site', visit.memory)
  const [first] = organisations
  if (first === undefined) return null
  if (request.method !== 'POST') return { form: blankForm(visit, request, organisations), organisations, problems: [] }
  const form = readSiteForm(await request.formData())
  const asked = siteRequest(form, visit)
  const created = asked.ok ? await createSite(visit.farm, { actor: visit.actor, ...asked.value }) : asked
  if (!created.ok) return { form, organisations, problems: created.problems }
  const { job } = created.value
  await finishJob(visit.farm, job, { patience: PATIENCE_MS })
  return redirectTo(visit.href(`/sites/${form.slug}?created=1&job=${job}`))
}

function blankForm(visit: Visit, request: Request, organisations: readonly string[]): SiteForm {
  const { organisation: here } = workplaceOf(visit, rememberedOrganisation(request.headers.get('cookie')))
  const organisation = organisations.find((id) => id === here?.id) ?? organisations[0] ?? ''
  const body = visit.memory.organisations.get(organisation)
  return {
    ...{ name: '', slug: '', tagline: '', workshop: false, private: false, organisation },
    accent: body?.identity.accent ?? '',
    kinds: [],
    territories: body?.territory ? placeText(body.territory, visit.memory) : '',
  }
}
