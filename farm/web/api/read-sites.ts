import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { Site } from '../../../pipeline/model/site.ts'
import type { SectionKinds } from '../portal/section.ts'
import type { Call, Operation } from './operation.ts'
import { LANGUAGE, SITE } from './parameters.ts'
import { listOf, ref } from './schemas.ts'
import { readableSites, siteVisit } from './site-visit.ts'

/** Sites and their services. */
export const SITE_OPERATIONS: readonly Operation[] = [
  {
    ...{
      name: 'listSites',
      method: 'GET',
      path: '/sites',
      access: 'public',
      parameters: [LANGUAGE],
      example: '/sites',
    },
    summary: { fr: 'Les sites qui peuvent être lus', en: 'The sites that may be read' },
    answers: { 200: listOf('Site') },
    run: async (call) => {
      const sites = readableSites(call).map(({ site }) => site)
      return { status: 200, body: { items: sites.map((site) => siteJson(call, site)) }, tags: tagsOf(sites) }
    },
  },
  {
    ...{ name: 'getSite', method: 'GET', path: '/sites/{site}', access: 'public', parameters: [SITE, LANGUAGE] },
    summary: { fr: 'Un site', en: 'One site' },
    answers: { 200: ref('Site') },
    example: '/sites/nievre',
    run: async (call) => {
      const found = siteVisit(call)
      if ('status' in found) return found
      return { status: 200, body: siteJson(call, found.site), tags: tagsOf([found.site]) }
    },
  },
  {
    ...{ name: 'listServices', method: 'GET', path: '/sites/{site}/services', access: 'public' },
    parameters: [SITE, LANGUAGE],
    summary: { fr: 'Les rubriques d’un site', en: 'The sections of a site' },
    answers: { 200: listOf('Service') },
    example: '/sites/nievre/services',
    run: async (call) => {
      const found = siteVisit(call)
      if ('status' in found) return found
      const items = found.sections.map((section) => serviceJson(call, found.site, section))
      return { status: 200, body: { items }, tags: tagsOf([found.site]) }
    },
  },
]

/** The tags of an answer about these sites; none where one of them is not for everybody. */
export function tagsOf(sites: readonly Site[]): readonly string[] {
  return sites.every((site) => site.visibility === 'public') ? sites.map(({ id }) => `site:${id}`) : []
}

function siteJson({ visit, base, language }: Call, site: Site) {
  const { id, name, kind, visibility, organisation } = site
  const tagline = inLanguage(site.tagline, language)
  const link = visit.siteUrl(id, '/')
  return { id, name, tagline, kind, visibility, organisation, link, services: `${base}/sites/${id}/services` }
}

function serviceJson({ visit, base, language }: Call, site: Site, { subscription, serviceTypes, main }: SectionKinds) {
  const { slug, label } = subscription
  return {
    site: site.id,
    id: slug,
    label: inLanguage(label, language),
    serviceTypes: serviceTypes.map(({ id }) => id),
    facets: main?.presentation.facets ?? [],
    link: visit.siteUrl(site.id, `/${slug}`),
    entries: `${base}/sites/${site.id}/services/${slug}/entries`,
  }
}
