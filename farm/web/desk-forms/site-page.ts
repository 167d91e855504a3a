import { may } from '../../../pipeline/model/may.ts'
import { fail, ok, type Problem, type Result } from '../../../pipeline/model/problem.ts'
import type { Site, Subscription } from '../../../pipeline/model/site.ts'
import type { Rehearsal, Rehearsing } from '../../routing/rehearse.ts'
import {
  changeSite,
  changeSubscriptions,
  rehearseSubscriptions,
  type SubscriptionsChange,
} from '../../sites/change-subscriptions.ts'
import { serviceEdition } from '../../sites/service-edition.ts'
import type { Visit } from '../visit.ts'
import { followAwhile } from './follow-awhile.ts'
import { redrawService } from './redraw-service.ts'
import { rehearsalFile } from './rehearsal-file.ts'
import {
  NEW_SERVICE,
  readServiceForm,
  type ServiceForm,
  seenWarnings,
  serviceDraft,
  serviceFormOf,
  serviceWarnings,
} from './service-form.ts'
import { redirectTo } from './sign-in-first.ts'
import { colourProblems, readSkinForm } from './site-form.ts'

/** What the page of a managed site shows. */
export interface SitePage {
  readonly site: Site
  readonly services: readonly Subscription[]
  readonly problems: readonly Problem[]
}

/** The page of a site one manages: shown, or its name and look saved, or a service moved; null for anyone else. */
export async function sitePage(visit: Visit, slug: string, request: Request): Promise<SitePage | Response | null> {
  const site = managedSite(visit, slug)
  if (!site) return null
  const services = visit.memory.sites.subscriptions(slug)
  if (request.method !== 'POST') return { site, services, problems: [] }
  const data = await request.formData()
  if (data.has('move')) return moved(visit, { site, services }, data)
  const asked = siteAsked(site, data)
  const problems = colourProblems(asked.skin)
  const saved =
    problems.length > 0 ? fail(...problems) : await changeSite(visit.farm, { actor: visit.actor, site: asked })
  return saved.ok
    ? redirectTo(visit.href(`/sites/${slug}?saved=1`))
    : { site: asked, services, problems: saved.problems }
}

/** What the page of one service shows. */
export interface ServicePage {
  readonly site: Site
  /** Absent for a new one. */
  readonly service: Subscription | undefined
  readonly form: ServiceForm
  readonly problems: readonly Problem[]
  /** What saving would change, when one asked first. */
  readonly rehearsed: Rehearsal | undefined
  /** It was not saved yet: its warnings are to be read first. */
  readonly unsure: boolean
}

/** The page of one service of a managed site, `new` for one to add: shown, tried, saved or removed. */
export async function servicePage(
  visit: Visit,
  asked: { readonly site: string; readonly service: string },
  request: Request,
): Promise<ServicePage | Response | null> {
  const site = managedSite(visit, asked.site)
  const services = visit.memory.sites.subscriptions(asked.site)
  const service = services.find((one) => String(one.id) === asked.service)
  if (!site || (!service && asked.service !== 'new')) return null
  const blank = { site, service, problems: [], rehearsed: undefined, unsure: false }
  if (request.method !== 'POST') return { ...blank, form: service ? serviceFormOf(service, visit) : NEW_SERVICE }
  const data = await request.formData()
  const form = readServiceForm(data, service?.id)
  return answerService(visit, { ...blank, form }, { data, services })
}

async function answerService(
  visit: Visit,
  page: ServicePage,
  { data, services }: { readonly data: FormData; readonly services: readonly Subscription[] },
): Promise<ServicePage | Response> {
  const { site, service, form } = page
  const redrawn = redrawService(form, data, visit)
  if (redrawn) return { ...page, form: redrawn.form, problems: redrawn.problems }
  const does = data.get('do')
  const removing = does === 'remove'
  const wanted = removing
    ? ok(services.filter((one) => one !== service))
    : withService(visit, { services, service, form })
  if (!wanted.ok) return { ...page, problems: wanted.problems }
  const opened = service && { service: service.id, edition: form.edition }
  const change = { actor: visit.actor, site: site.id, services: wanted.value, opened }
  if (does === 'try' || does === 'file') return tried(visit, page, { change, asFile: does === 'file' })
  const warnings = seenWarnings(serviceWarnings(form, visit))
  if (!removing && warnings !== String(data.get('seen') ?? '')) return { ...page, unsure: true }
  const saved = await save(visit, change)
  if (saved.ok) return saved.value
  // Told once: saving again is then meant, over what the other saved.
  const edition = service && isStale(saved.problems) ? serviceEdition(service) : form.edition
  return { ...page, form: { ...form, edition }, problems: saved.problems }
}

function isStale(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => code === 'stale-service')
}

async function tried(
  visit: Visit,
  page: ServicePage,
  { change, asFile }: { readonly change: SubscriptionsChange; readonly asFile: boolean },
): Promise<ServicePage | Response> {
  const rehearse = (hearing?: Pick<Rehearsing, 'onMove'>) => rehearseSubscriptions(visit.farm, change, hearing)
  const found = asFile ? await rehearsalFile(visit, rehearse) : await rehearse()
  if (!found.ok) return { ...page, problems: found.problems }
  return found.value instanceof Response ? found.value : { ...page, rehearsed: found.value }
}

async function save(visit: Visit, change: SubscriptionsChange): Promise<Result<Response>> {
  const done = await changeSubscriptions(visit.farm, change)
  if (!done.ok) return done
  await followAwhile(visit.farm, done.value)
  return ok(redirectTo(visit.href(`/sites/${change.site}?${done.value === null ? 'saved=1' : `job=${done.value}`}`)))
}

function managedSite({ memory, actor }: Visit, slug: string): Site | undefined {
  const site = memory.sites.get(slug)
  return site && may(actor, { action: 'manage-site', site }, memory).yes ? site : undefined
}

function siteAsked(site: Site, data: FormData): Site {
  const text = (name: string) => String(data.get(name) ?? '').trim()
  return {
    ...site,
    name: text('name'),
    tagline: { fr: text('tagline'), en: text('tagline-en') || text('tagline') },
    skin: readSkinForm(data),
  }
}

function withService(
  visit: Visit,
  { services, service, form }: Pick<SitePage, 'services'> & Pick<ServicePage, 'service' | 'form'>,
): Result<Parameters<typeof changeSubscriptions>[1]['services']> {
  const draft = serviceDraft(form, visit)
  if (!draft.ok) return draft
  return ok(service ? services.map((one) => (one === service ? draft.value : one)) : [...services, draft.value])
}

async function moved(
  visit: Visit,
  { site, services }: Pick<SitePage, 'site' | 'services'>,
  data: FormData,
): Promise<SitePage | Response> {
  const [direction, id] = String(data.get('move')).split(' ')
  const from = services.findIndex((one) => String(one.id) === id)
  const to = from + (direction === 'up' ? -1 : 1)
  const order = [...services]
  const [service] = order.splice(from, from < 0 ? 0 : 1)
  if (service) order.splice(Math.max(0, to), 0, service)
  const done = await changeSubscriptions(visit.farm, { actor: visit.actor, site: site.id, services: order })
  return done.ok ? redirectTo(visit.href(`/sites/${site.id}#services`)) : { site, services, problems: done.problems }
}
