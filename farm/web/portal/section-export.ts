import type { ExportedList } from '../../../exports/exported.ts'
import { type Format, formatEnding, formatsFor } from '../../../exports/formats.ts'
import { ANY_KIND } from '../../../pipeline/model/any-kind.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { orderOf } from '../../lists/list-order.ts'
import { exportOf } from '../rooms.ts'
import type { Visit } from '../visit.ts'
import { exportedList } from './exported-list.ts'
import { askedOnly, listRequest, readFilters } from './list-query.ts'
import { kindsOf, type SectionKinds, sectionOf } from './section.ts'

/** A list of a site on its way out. */
export interface SectionExport {
  /** Word of its address: that of its service, or of the search. */
  readonly slug: string
  readonly format: Format
  readonly list: ExportedList
  /** Another whenever what it shows changed; the same in every process. */
  readonly mark: string
}

/** Word of the addresses of a site's search. */
export const SEARCH = 'recherche'

/**
 * The export an address of a site asks for (`/agenda.rss?theme=emploi`, `/recherche.atom?q=forum`), or undefined where it names
 * none. A list of several kinds has the fields they share, or those of one with `kind`.
 */
export async function sectionExport(visit: Visit, url: URL): Promise<SectionExport | undefined> {
  const asked = exportOf(visit.path)
  const slug = asked?.service ?? ''
  const sections = sectionsAt(visit, slug)
  const kinds = sections && exportedKinds(visit, sections)
  const format = formatEnding(asked?.extension.replace(/-metadata\.json$/, '') ?? '')
  if (!sections || !kinds || !format || !formatsFor(kinds).includes(format)) return undefined
  const single = sections.length === 1 ? sections[0] : undefined
  const kind = kinds.find((one) => one.id === url.searchParams.get('kind'))
  const search = askedOnly(url.searchParams, single?.main)
  const filters = readFilters(search, visit, single?.main)
  const moves = format.paged ? search : new URLSearchParams()
  const asking = listRequest(filters, { sections, search: moves, now: visit.farm.now() })
  // Who follows a list hears of what is new first, wherever its date or its title place it.
  const request = { ...asking, kind: kind?.id, arrived: format.paged === true && orderOf(asking) !== 'newest' }
  const query = search.size === 0 ? '' : `?${search}`
  const page = `${visit.origin}${visit.href(`/${slug}`)}`
  const label = single ? inLanguage(single.subscription.label, visit.language) : visit.words('portal.search.title')
  const { list, mark } = await exportedList(visit, {
    sections,
    serviceType: kind ?? (kinds.length === 1 ? kinds[0] : undefined) ?? ANY_KIND,
    format,
    request,
    title: [visit.site?.name ?? '', label, filters.query].filter((one) => one !== '').join(' – '),
    self: `${page}.${format.extension}${query}`,
    link: `${page}${query}`,
    // A hub tells the changes of whole services; it cannot know every filter.
    hub:
      format.paged && single && query === '' && visit.site?.visibility === 'public'
        ? visit.farm.settings.hub
        : undefined,
  })
  return { slug, format, list, mark }
}

function sectionsAt(visit: Visit, slug: string): readonly SectionKinds[] | undefined {
  if (slug === SEARCH) return visit.sections.map((one) => kindsOf(visit, one))
  const section = sectionOf(visit, slug)
  return section && [section]
}

/** The kinds a list may hold; all the farm has where its services name none. */
export function exportedKinds({ memory }: Pick<Visit, 'memory'>, sections: readonly SectionKinds[]) {
  const named = sections.flatMap((one) => one.serviceTypes)
  return sections.some((one) => one.serviceTypes.length === 0)
    ? [...memory.declarations.serviceTypes.values()]
    : [...new Set(named)]
}
