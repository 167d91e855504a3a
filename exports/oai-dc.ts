import type { RawValue } from '../pipeline/model/field-types/field-type.ts'
import { plainText } from '../pipeline/model/plain-text.ts'
import type { ExportedEntry } from './exported.ts'
import { legalXml } from './legal-xml.ts'
import { rawItems } from './raw-items.ts'
import { element, type XmlContent } from './xml-element.ts'

/** The oai_dc record of an entry: unqualified Dublin Core (OAI-PMH 2.0 §2.1, dublincore.org 1.1). */
export function dublinCore(entry: ExportedEntry): string {
  const { values } = entry
  return element('oai_dc:dc', {
    '@_xmlns:oai_dc': 'http://www.openarchives.org/OAI/2.0/oai_dc/',
    '@_xmlns:dc': 'http://purl.org/dc/elements/1.1/',
    '@_xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    '@_xsi:schemaLocation':
      'http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
    'dc:title': entry.title,
    'dc:creator': texts(values.source_author, values.author, values.provider, values.employer),
    'dc:subject': entry.themes.map(({ label }) => label),
    'dc:description': descriptions(entry),
    'dc:publisher': entry.organisation,
    'dc:date': new Date(entry.publishedAt).toISOString().slice(0, 10),
    'dc:type': entry.serviceType.label.fr,
    'dc:identifier': [entry.link, entry.uri],
    'dc:source': texts(values.source_name, values.source_url),
    'dc:language': entry.language,
    'dc:relation': entry.enclosures.map(({ url }) => url),
    'dc:coverage': entry.territories.map(({ name }) => name),
    'dc:rights': texts(values.licence),
  })
}

/** Its summary, else its first long text, else its key facts. */
function descriptions({ summary, gist, serviceType, values }: ExportedEntry): XmlContent {
  if (summary !== '') return summary
  const long = serviceType.fields.find(
    ({ name, type }) => (type === 'rich-text' || type === 'long-text') && rawItems(values[name]).length > 0,
  )
  const [text] = rawItems(long && values[long.name])
  return typeof text === 'string' ? legalXml(plainText(text)) : gist || undefined
}

function texts(...values: readonly (RawValue | undefined)[]): readonly string[] {
  return values.flatMap((value) => rawItems(value)).filter((item) => typeof item === 'string')
}
