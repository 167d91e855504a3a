import { ENTRIES_NAMESPACE } from '../pipeline/intake/xml.ts'
import type { Field } from '../pipeline/model/field.ts'
import type { RawItem, RawValue } from '../pipeline/model/field-types/field-type.ts'
import type { ExportedEntry, ExportedList } from './exported.ts'
import { rawItems } from './raw-items.ts'
import { element, instant, openElement, type XmlContent } from './xml-element.ts'

/**
 * The farm's own XML, entry by entry: under each `<entry>` one element per field; parts are nested elements, a `many`
 * field holds one `<item>` per value. `pipeline/intake/xml.ts` reads it back.
 */
export async function* writeXml(list: ExportedList): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n${openElement('entries', rootContent(list))}\n`
  for await (const entry of list.entries) yield `${element('entry', entryContent(entry, list))}\n`
  yield '</entries>\n'
}

function rootContent(list: ExportedList): XmlContent {
  return {
    '@_xmlns': ENTRIES_NAMESPACE,
    ...(list.schema === undefined
      ? {}
      : {
          '@_xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
          '@_xsi:schemaLocation': `${ENTRIES_NAMESPACE} ${list.schema}`,
        }),
    '@_service-type': list.serviceType.id,
    '@_updated': instant(list.updatedAt),
  }
}

function entryContent(entry: ExportedEntry, { fields, serviceType }: ExportedList): XmlContent {
  return {
    '@_id': entry.id,
    '@_uri': entry.uri,
    '@_link': entry.link,
    '@_published': instant(entry.publishedAt),
    '@_updated': instant(entry.updatedAt),
    '@_organisation': entry.organisation,
    '@_state': entry.state,
    '@_service-type': entry.serviceType.id === serviceType.id ? undefined : entry.serviceType.id,
    ...Object.fromEntries(fields.map((field) => [field.element, fieldContent(field, entry.values[field.name])])),
  }
}

function fieldContent(field: Field, value: RawValue | undefined): XmlContent {
  const items = rawItems(value).map(itemContent)
  if (items.length === 0) return undefined
  return field.many ? { item: items } : items[0]
}

function itemContent(item: RawItem): XmlContent {
  if (typeof item === 'string') return item
  return Object.fromEntries(Object.entries(item).filter(([, text]) => text !== ''))
}
