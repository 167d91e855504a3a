import type { ExportedEntry, ExportedList } from '../../../exports/exported.ts'
import { type Format, fieldsLeaving } from '../../../exports/formats.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { asArranged } from '../../lists/as-arranged.ts'
import { departedSince } from '../../lists/departed-since.ts'
import { leftFilters } from '../../lists/left-filters.ts'
import { type ListPage, listEntries } from '../../lists/list-entries.ts'
import type { ListRequest } from '../../lists/list-request.ts'
import { type ListState, listState } from '../../lists/list-state.ts'
import type { Listed } from '../../lists/listed.ts'
import { entryPath } from '../present/row-item.ts'
import type { Visit } from '../visit.ts'
import { exportedEntry, uriOf } from './exported-entry.ts'
import { enclosuresOf, type Picked } from './exported-files.ts'
import { feedPages } from './feed-pages.ts'
import type { SectionKinds } from './section.ts'

const BATCH = 500
const FEED_LENGTH = 50

/** What an export is asked to hold. */
export interface Exporting {
  /** One service, or all of a site's for a search. */
  readonly sections: readonly SectionKinds[]
  /** The kind whose fields a table has; `ANY_KIND` for those all have. */
  readonly serviceType: ServiceType
  readonly format: Format
  readonly request: ListRequest
  readonly title: string
  /** Address of the export with its filters, and of the page it follows. */
  readonly self: string
  readonly link: string
  /** The hub that tells its changes. */
  readonly hub?: string | undefined
}

/**
 * The list behind an export: the page's own filters, read in batches as the writer goes, confidential fields left out. Its mark is another
 * whenever what it shows changed, and the same in every process.
 */
export async function exportedList(
  visit: Visit,
  exporting: Exporting,
): Promise<{ readonly list: ExportedList; readonly mark: string }> {
  const { serviceType, format, request, self, link, title, hub } = exporting
  const { site, language, farm } = visit
  const length = format.paged ? FEED_LENGTH : BATCH
  const first = await listEntries(farm.storage, { ...request, limit: length })
  const since = farm.now() - REMEMBERED
  const departed = format.departures ? await departedFrom(visit, exporting, since) : []
  const state = format.paged ? stateOf(first) : await listState(farm.storage, request)
  const list = {
    title,
    description: site ? inLanguage(site.tagline, language) : title,
    link,
    self,
    language,
    serviceType,
    updatedAt: Math.max(0, state.updatedAt, ...departed.map((one) => one.at)),
    deleted: departed.map(({ entry, at, sortAt }) => ({ uri: uriOf(visit, entry), at, sortAt })),
    fields: fieldsLeaving(serviceType, format),
    entries: entriesFrom(visit, exporting, first),
    pages: format.paged ? feedPages(visit, self, first) : undefined,
    hub,
    schema: `${visit.origin}/schemas/${serviceType.id}.xsd`,
    reading: visit.show,
    termLabel: termLabels(visit),
  }
  return { list, mark: JSON.stringify([state.mark, list.title, list.self, list.deleted, list.pages, list.hub]) }
}

async function departedFrom({ farm, memory: knowledge }: Visit, { request, format }: Exporting, since: number) {
  const { subscriptions, kind } = request
  const [gone, corrected] = await Promise.all([
    departedSince(farm.storage, { subscriptions, kind, since, limit: TOLD }),
    // A calendar tells what left it as cancelled, which what stands elsewhere is not.
    format.name === 'ical' ? [] : leftFilters(farm.storage, { request, since, limit: TOLD, knowledge }),
  ])
  return [...gone, ...corrected].sort((a, b) => b.at - a.at || b.entry - a.entry).slice(0, TOLD)
}

const TOLD = 200

/** Words of a term in the reader's language. */
export function termLabels({ memory, language }: Pick<Visit, 'memory' | 'language'>) {
  return (vocabulary: string, code: string): string | undefined => {
    const concept = memory.thesaurus.get(vocabulary, code)
    return concept && inLanguage(concept.label, language)
  }
}

const REMEMBERED = 30 * 86_400_000

function stateOf({ items }: ListPage): ListState {
  return {
    updatedAt: Math.max(0, ...items.map(({ entry, touch }) => Math.max(entry.updatedAt, touch?.at ?? 0))),
    mark: items.map(({ entry, touch }) => [entry.id, entry.version, entry.liveRevision, touch?.at].join('.')).join(' '),
  }
}

async function* entriesFrom(visit: Visit, exporting: Exporting, first: ListPage): AsyncIterable<ExportedEntry> {
  let page = first
  for (;;) {
    yield* await exportedPage(visit, exporting, page.items)
    if (!page.next || exporting.format.paged) return
    page = await listEntries(visit.farm.storage, {
      ...exporting.request,
      before: undefined,
      after: page.next,
      limit: BATCH,
    })
  }
}

async function exportedPage(
  visit: Visit,
  { sections }: Exporting,
  items: readonly Listed[],
): Promise<readonly ExportedEntry[]> {
  const { memory, origin, href } = visit
  const bySubscription = new Map(sections.map((one) => [one.subscription.id, one.subscription]))
  const picked = items.flatMap((listed): Picked[] => {
    const section = bySubscription.get(listed.subscription)
    const kind = memory.serviceType(listed.entry.serviceType)
    if (!section || !kind) return []
    const { entry, values } = asArranged(listed, { arrangement: section.arrangement, knowledge: memory })
    const link = `${origin}${href(entryPath(section.slug, entry))}`
    return [{ entry, values, serviceType: kind, link }]
  })
  const enclosures = await enclosuresOf(visit, picked)
  return picked.map((one, at) => exportedEntry(visit, { ...one, enclosures: enclosures[at] ?? [] }))
}
