import { calendarEvents } from '../../../exports/calendar-events.ts'
import type { ExportedList } from '../../../exports/exported.ts'
import { FORMATS, type Format, fieldsLeaving } from '../../../exports/formats.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { asArranged } from '../../lists/as-arranged.ts'
import { entryOnSite } from '../../lists/entry-on-site.ts'
import type { LinkItem } from '../components/shapes.ts'
import { entryPath } from '../present/row-item.ts'
import { entryExportOf } from '../rooms.ts'
import type { Visit } from '../visit.ts'
import { exportedEntry } from './exported-entry.ts'
import { enclosuresOf, type Picked } from './exported-files.ts'
import { termLabels } from './exported-list.ts'
import { sectionOf } from './section.ts'

/** One entry on its way out: for a calendar, for an address book. */
export interface EntryExport {
  readonly format: Format
  readonly list: ExportedList
  /** Name of its file, without ending. */
  readonly name: string
}

/** What the address of an entry's page with an ending asks for (`/agenda/123-forum.ics`); `gone` for what left, undefined where there is none. */
export async function entryExport(visit: Visit): Promise<EntryExport | 'gone' | undefined> {
  const asked = entryExportOf(visit.path)
  const section = asked && sectionOf(visit, asked.service)
  if (!section) return undefined
  const held = await entryOnSite(visit.farm.storage, asked.entry, [section.subscription.id])
  if (held.kind !== 'live') return held.kind === 'gone' ? 'gone' : undefined
  const shown = asArranged(held, { arrangement: section.subscription.arrangement, knowledge: visit.memory })
  const serviceType = visit.memory.serviceType(shown.entry.serviceType)
  const format = FORMATS[asked.format]
  if (!serviceType?.exports.includes(format.name)) return undefined
  const link = `${visit.origin}${visit.href(entryPath(section.subscription.slug, shown.entry))}`
  const list = await listOfOne(visit, { ...shown, serviceType, link }, format)
  return { format, list, name: link.slice(link.lastIndexOf('/') + 1) }
}

async function listOfOne(visit: Visit, picked: Picked, format: Format): Promise<ExportedList> {
  const { entry, serviceType, link } = picked
  const [enclosures = []] = await enclosuresOf(visit, [picked])
  return {
    ...{ title: entry.title, description: '', link, self: `${link}.${format.extension}`, language: visit.language },
    ...{ updatedAt: entry.updatedAt, serviceType, fields: fieldsLeaving(serviceType, format) },
    entries: [exportedEntry(visit, { ...picked, enclosures })],
    termLabel: termLabels(visit),
  }
}

/** The ways an entry of that kind may be taken along from its page. */
export function entryDownloads(
  visit: Visit,
  picked: Picked & { readonly serviceType: ServiceType },
): readonly LinkItem[] {
  const { words } = visit
  const { exports } = picked.serviceType
  const dated = () => calendarEvents(exportedEntry(visit, { ...picked, enclosures: [] })).length > 0
  return [
    ...(exports.includes('ical') && dated()
      ? [{ label: words('portal.entry.ical'), href: `${picked.link}.ics`, icon: 'calendar-plus' }]
      : []),
    ...(exports.includes('vcard')
      ? [{ label: words('portal.entry.vcard'), href: `${picked.link}.vcf`, icon: 'contact' }]
      : []),
  ]
}
