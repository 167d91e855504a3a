import type { ExportedList } from '../../../exports/exported.ts'
import { FORMATS, type Format } from '../../../exports/formats.ts'
import type { Subscription } from '../../../pipeline/model/site.ts'
import { exportOf } from '../rooms.ts'
import type { Visit } from '../visit.ts'
import { exportedList } from './exported-list.ts'
import { listRequest, readFilters } from './list-query.ts'
import { sectionOf } from './section.ts'

/** A service's list on its way out. */
export interface SectionExport {
  readonly subscription: Subscription
  readonly format: Format
  readonly list: ExportedList
}

const FEED_LENGTH = 50

/** The export an address of a site asks for (`/agenda.rss?theme=emploi`), or undefined where it names none. */
export async function sectionExport(visit: Visit, url: URL): Promise<SectionExport | undefined> {
  const asked = exportOf(visit.path)
  const section = sectionOf(visit, asked?.service)
  const format = Object.values(FORMATS).find((one) => one.extension === asked?.extension)
  const serviceType = section?.serviceTypes.find((one) => one.id === url.searchParams.get('kind')) ?? section?.main
  if (!section || !format || !serviceType) return undefined
  const filters = readFilters(url.searchParams, visit, serviceType)
  const request = listRequest(filters, { sections: [section], search: new URLSearchParams(), now: visit.farm.now() })
  const page = visit.href(`/${section.subscription.slug}`)
  const list = await exportedList(visit, {
    section,
    serviceType,
    request,
    self: `${visit.origin}${page}.${format.extension}${url.search}`,
    link: `${visit.origin}${page}${url.search}`,
    // Files whose form has a place for it tell it too.
    tombstones: format.kind === 'feed' || format.name === 'json',
    most: format.kind === 'feed' ? FEED_LENGTH : Number.POSITIVE_INFINITY,
  })
  return { subscription: section.subscription, format, list }
}
