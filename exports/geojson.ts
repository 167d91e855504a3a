import type { ExportedEntry, ExportedList } from './exported.ts'
import { rawItems } from './raw-items.ts'
import { instant } from './xml-element.ts'

/** A GeoJSON collection (RFC 7946), a feature per entry: a point, longitude first, or no geometry where nobody knows it. */
export async function* writeGeojson(list: ExportedList): AsyncGenerator<string> {
  yield `${JSON.stringify(head(list)).slice(0, -1)},"features":[`
  let separator = '\n'
  for await (const entry of list.entries) {
    if (!entry.serviceType.exports.includes('geojson')) continue
    yield separator + JSON.stringify(feature(entry))
    separator = ',\n'
  }
  yield '\n]}\n'
}

function head({ title, link, self, updatedAt }: ExportedList): object {
  return { type: 'FeatureCollection', name: title, link, self, updated: instant(updatedAt) }
}

function feature(entry: ExportedEntry): object {
  const { point, themes, territories } = entry
  return {
    type: 'Feature',
    id: entry.uri,
    geometry: point ? { type: 'Point', coordinates: [point.longitude, point.latitude] } : null,
    properties: {
      title: entry.title,
      summary: entry.summary || entry.gist || undefined,
      link: entry.link,
      kind: entry.serviceType.id,
      address: addressOf(entry),
      organisation: entry.organisation,
      published: instant(entry.publishedAt),
      updated: instant(entry.updatedAt),
      themes: themes.map(({ code }) => code),
      territories: territories.map(({ key }) => key),
    },
  }
}

function addressOf({ serviceType, values }: ExportedEntry): object | undefined {
  const field = serviceType.fields.find(({ type, confidential }) => type === 'address' && !confidential)
  const [address] = field === undefined ? [] : rawItems(values[field.name])
  return typeof address === 'object' ? address : undefined
}
