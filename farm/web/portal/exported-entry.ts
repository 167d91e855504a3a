import type { Enclosure, ExportedEntry } from '../../../exports/exported.ts'
import type { Values } from '../../../pipeline/model/entry.ts'
import { facetsOf } from '../../../pipeline/model/facets.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { plainText } from '../../../pipeline/model/plain-text.ts'
import { writeValues } from '../../../pipeline/model/write-values.ts'
import { isRecord } from '../../../pipeline/model/written/parts.ts'
import { gistOf } from '../present/gist.ts'
import type { Visit } from '../visit.ts'
import type { Picked } from './exported-files.ts'

/** An entry as it leaves: what is confidential in its kind left out, words in the reader's language. */
export function exportedEntry(
  visit: Pick<Visit, 'farm' | 'memory' | 'language' | 'show'>,
  { entry, values, serviceType, link, enclosures }: Picked & { readonly enclosures: readonly Enclosure[] },
): ExportedEntry {
  const { memory, language } = visit
  const open = openValues(serviceType, values)
  const { themes, territories } = facetsOf(serviceType, open)
  const html = typeof open.body === 'string' ? open.body : ''
  return {
    uri: uriOf(visit, entry.id),
    id: entry.id,
    serviceType,
    version: entry.version,
    link,
    title: entry.title,
    summary: typeof open.summary === 'string' ? open.summary : plainText(html).slice(0, 500).toWellFormed(),
    gist: gistOf({ serviceType, values: open, show: visit.show }),
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
    point: pointOf(visit, open, territories),
    enclosures,
    values: writeValues(serviceType, open),
  }
}

/** The same on every site and for ever (RFC 4151), whatever becomes of the title or the address. */
export function uriOf({ farm }: Pick<Visit, 'farm'>, entry: number): string {
  return `tag:${farm.settings.domain},2026:entry:${entry}`
}

/** Values that may leave: nothing that is for staff alone. */
export function openValues({ fields }: Picked['serviceType'], values: Values): Values {
  const shown = fields.flatMap(({ name, confidential }) => {
    const value = confidential ? undefined : values[name]
    return value === undefined || value === null ? [] : [[name, value] as const]
  })
  return Object.fromEntries(shown)
}

function pointOf({ memory }: Pick<Visit, 'memory'>, { point }: Values, territories: readonly string[]) {
  if (isRecord(point) && typeof point.lat === 'number' && typeof point.lon === 'number')
    return { latitude: point.lat, longitude: point.lon }
  const communes = territories.filter((key) => key.startsWith('commune:'))
  // Several communes are an area, not a place.
  const known = communes.length === 1 ? memory.gazetteer.point(communes[0] ?? '') : undefined
  return known && { latitude: known.latitude, longitude: known.longitude }
}
