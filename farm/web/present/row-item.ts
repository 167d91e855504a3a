import type { Entry, Values } from '../../../pipeline/model/entry.ts'
import { facetsOf } from '../../../pipeline/model/facets.ts'
import { DATE_LIKE, instantOf } from '../../../pipeline/model/instant.ts'
import { plainText } from '../../../pipeline/model/plain-text.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { storedPart } from '../../../pipeline/model/written/parts.ts'
import type { RowItem } from '../components/shapes.ts'
import type { Visit } from '../visit.ts'
import { dateParts } from './dates.ts'
import { factsOf } from './facts.ts'
import { fieldLabel } from './field-label.ts'
import { nextPeriods } from './next-periods.ts'
import { standingOf } from './standing.ts'

/** One entry as a list shows it, made for its kind: the day that matters, where, whose, and its two or three facts. */
export function rowItem(
  { entry, values: all }: { readonly entry: Entry; readonly values: Values },
  serviceType: ServiceType,
  { visit, href }: { readonly visit: Visit; readonly href: string },
): RowItem {
  const { show, language } = visit
  const values = nextPeriods(serviceType, all, show.now)
  const dateField = dayField(serviceType, values)
  const instant = dateField ? instantOf(values[dateField.name], dateField.type, 'start') : entry.publishedAt
  const standing = standingOf(serviceType, values, language)
  const apart = new Set([dateField?.name, standing?.field, 'summary', 'source_name', 'address', 'territories'])
  const names = serviceType.presentation.facts.filter((name) => !apart.has(name))
  return {
    href,
    title: entry.title,
    facts: factsOf(names, { serviceType, values, show }),
    date: instant === null ? undefined : dateParts(instant, language),
    dateLabel: dateField && fieldLabel(dateField, values[dateField.name], language),
    source: textOf(values.source_name),
    summary: excerpt(values),
    place: placeOf(serviceType, values, visit),
    badge: standing?.badge,
    off: standing?.off,
    initials: serviceType.presentation.row === 'directory' ? initialsOf(entry.title) : undefined,
    themes: [],
  }
}

/** Address of an entry's page on a site: `/agenda/123-forum-des-metiers`. */
export function entryPath(section: string, entry: Pick<Entry, 'id' | 'title'>): string {
  const slug = entry.title
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return `/${section}/${entry.id}-${slug.slice(0, 70).replace(/-[^-]*$/, (tail) => (slug.length > 70 ? '' : tail))}`
}

/** Where an entry is, in a word: the town of its address, else its first territory. */
export function placeOf(serviceType: ServiceType, values: Values, { memory }: Visit): string | undefined {
  const town = storedPart(values.address ?? null, 'town')
  if (town !== '') return town
  const [key] = facetsOf(serviceType, values).territories
  return key === undefined ? undefined : memory.gazetteer.get(key)?.name
}

function dayField(serviceType: ServiceType, values: Values) {
  const names = [serviceType.order?.field, ...serviceType.presentation.facts]
  const fields = names.flatMap((name) => serviceType.fields.find((one) => one.name === name) ?? [])
  return fields.find((field) => DATE_LIKE.has(field.type) && values[field.name] !== undefined)
}

function excerpt(values: Values): string | undefined {
  const text = textOf(values.summary) ?? (typeof values.body === 'string' ? plainText(values.body) : undefined)
  if (text === undefined || text.length <= 240) return text
  return `${text.slice(0, 240).replace(/\s+\S*$/, '')}…`
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function initialsOf(title: string): string {
  return title
    .split(/[\s'’-]+/)
    .filter((word) => /^\p{L}{3}/u.test(word))
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
}
