import type { ExportedEntry, ExportedList } from '../../../exports/exported.ts'
import { facetsOf } from '../../../pipeline/model/facets.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { plainText } from '../../../pipeline/model/plain-text.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { writeValues } from '../../../pipeline/model/write-values.ts'
import { asArranged } from '../../sites/as-arranged.ts'
import { departedSince } from '../../sites/departed-since.ts'
import { type Listed, listEntries } from '../../sites/list-entries.ts'
import type { ListRequest } from '../../sites/list-request.ts'
import { entryPath } from '../present/row-item.ts'
import type { Visit } from '../visit.ts'
import type { SectionKinds } from './section.ts'

const BATCH = 500

/** What an export is asked to hold. */
export interface Exporting {
  readonly section: SectionKinds
  readonly serviceType: ServiceType
  readonly request: ListRequest
  /** Address of the export with its filters, and of the page it follows. */
  readonly self: string
  readonly link: string
  /** Most entries it holds: a feed tells the newest, a file everything. */
  readonly most: number
  /** Tells what left the list lately, as feeds do. */
  readonly tombstones: boolean
}

/** The list behind an export: the page's own filters, read in batches as the writer goes, confidential fields left out. */
export async function exportedList(visit: Visit, exporting: Exporting): Promise<ExportedList> {
  const { section, serviceType, request, self, link } = exporting
  const { site, language } = visit
  const first = await listEntries(visit.farm.storage, { ...request, limit: Math.min(BATCH, exporting.most) })
  const label = inLanguage(section.subscription.label, language)
  const arranged = (one: Listed) => asArranged(one, arranging(visit, section))
  const departed = exporting.tombstones ? await departures(visit, section) : []
  return {
    title: `${site?.name ?? ''} – ${label}`,
    description: site ? inLanguage(site.tagline, language) : label,
    link,
    self,
    language,
    serviceType,
    updatedAt: Math.max(
      0,
      ...first.items.map((one) => arranged(one).entry.updatedAt),
      ...departed.map((one) => one.at),
    ),
    deleted: departed.map(({ entry, at }) => ({ uri: uriOf(visit, entry), at })),
    fields: serviceType.fields.filter((field) => !field.confidential),
    entries: entriesFrom(visit, exporting, first),
  }
}

function arranging({ memory }: Visit, { subscription }: SectionKinds) {
  return { arrangement: subscription.arrangement, knowledge: memory }
}

const REMEMBERED = 30 * 86_400_000

function departures({ farm }: Visit, section: SectionKinds) {
  const subscriptions = [section.subscription.id]
  return departedSince(farm.storage, { subscriptions, since: farm.now() - REMEMBERED, limit: 200 })
}

// The same on every site and for ever (RFC 4151), whatever becomes of the title or the address.
function uriOf({ farm }: Visit, entry: number): string {
  return `tag:${farm.settings.domain},2026:entry:${entry}`
}

async function* entriesFrom(
  visit: Visit,
  exporting: Exporting,
  first: Awaited<ReturnType<typeof listEntries>>,
): AsyncIterable<ExportedEntry> {
  let page = first
  let left = exporting.most
  for (;;) {
    for (const listed of page.items) {
      // A file has the columns of one kind; a feed carries any.
      if (listed.entry.serviceType === exporting.serviceType.id)
        yield exportedEntry(visit, exporting, asArranged(listed, arranging(visit, exporting.section)))
    }
    left -= page.items.length
    if (!page.next || left <= 0) return
    page = await listEntries(visit.farm.storage, {
      ...exporting.request,
      before: undefined,
      after: page.next,
      limit: Math.min(BATCH, left),
    })
  }
}

function exportedEntry(visit: Visit, { section, serviceType }: Exporting, { entry, values }: Listed): ExportedEntry {
  const { origin, href, memory, language } = visit
  const { themes, territories } = facetsOf(serviceType, values)
  const shown = serviceType.fields
    .filter((field) => !field.confidential)
    .map((field) => [field.name, values[field.name] ?? null] as const)
  const open = Object.fromEntries(shown.filter(([, value]) => value !== null))
  const html = typeof open.body === 'string' ? open.body : ''
  return {
    uri: uriOf(visit, entry.id),
    id: entry.id,
    link: `${origin}${href(entryPath(section.subscription.slug, entry))}`,
    title: entry.title,
    summary: typeof open.summary === 'string' ? open.summary : plainText(html).slice(0, 500),
    html,
    organisation: memory.organisations.get(entry.organisation)?.name ?? entry.organisation,
    language: entry.language,
    publishedAt: entry.publishedAt ?? entry.createdAt,
    updatedAt: entry.updatedAt,
    themes: themes.flatMap((code) => {
      const concept = memory.thesaurus.get('themes', code)
      return concept ? [{ code, label: inLanguage(concept.label, language) }] : []
    }),
    territories: territories.flatMap((key) => {
      const territory = memory.gazetteer.get(key)
      return territory ? [{ key, name: territory.name }] : []
    }),
    values: writeValues(serviceType, open),
  }
}
