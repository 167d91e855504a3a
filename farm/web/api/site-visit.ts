import { may } from '../../../pipeline/model/may.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import type { Site } from '../../../pipeline/model/site.ts'
import { kindsOf, type SectionKinds } from '../portal/section.ts'
import type { Visit } from '../visit.ts'
import type { ApiAnswer, Call } from './operation.ts'
import { refusal } from './problem-json.ts'

/** A site as this caller may read it, visited as if on its own host. */
export interface SiteVisit {
  readonly site: Site
  readonly visit: Visit
  /** Its services that hold something this caller may read. */
  readonly sections: readonly SectionKinds[]
}

/** The site an address names; a refusal where there is none, or where this caller may not read it. */
export function siteVisit(call: Call): SiteVisit | ApiAnswer {
  const site = call.visit.memory.sites.get(call.params.site ?? '')
  if (!site || (site.visibility === 'private' && !mayRead(call, site))) return missing(call)
  if (!mayRead(call, site)) return refusal([{ code: 'outside-key' }], call)
  return visitOf(call, site)
}

/** The site and the service an address names. */
export function sectionVisit(call: Call): (SiteVisit & { readonly section: SectionKinds }) | ApiAnswer {
  const found = siteVisit(call)
  if ('status' in found) return found
  const section = found.sections.find((one) => one.subscription.slug === call.params.service)
  return section ? { ...found, section } : missing(call)
}

/** Sites this caller may read. */
export function readableSites(call: Call): readonly SiteVisit[] {
  return call.visit.memory.sites
    .all()
    .filter((site) => mayRead(call, site))
    .map((site) => visitOf(call, site))
}

/** Whether this caller may read entries of that kind on that site. */
export function mayReadKind({ actor, visit: { memory } }: Call, site: Site, serviceType: string): boolean {
  return may(actor, { action: 'read-site', site, serviceType }, memory).yes
}

/** Kinds of entries this caller may know of: those for everybody, and those its key names. */
export function readableKinds({ actor, visit: { memory } }: Call): readonly ServiceType[] {
  const named = new Set(
    actor.kind === 'partner' ? actor.scopes.map((scope) => scope.replace(/^(read|write):type:/, '')) : [],
  )
  return [...memory.declarations.serviceTypes.values()].filter(
    ({ id, visibility }) => visibility === 'public' || named.has(id),
  )
}

/** Nothing of that name here. */
export function missing(call: Call): ApiAnswer {
  return refusal([{ code: 'not-found' }], call)
}

function mayRead({ actor, visit: { memory } }: Call, site: Site): boolean {
  return may(actor, { action: 'read-site', site }, memory).yes
}

function visitOf(call: Call, site: Site): SiteVisit {
  const all = call.visit.memory.sites.subscriptions(site.id)
  const origin = call.visit.siteUrl(site.id, '')
  const visit: Visit = { ...call.visit, site, sections: all, origin, actor: call.actor, language: call.language }
  const sections = all
    .map((one) => kindsOf(visit, one))
    .filter(
      ({ serviceTypes }) => serviceTypes.length === 0 || serviceTypes.some(({ id }) => mayReadKind(call, site, id)),
    )
  return { site, visit, sections }
}
