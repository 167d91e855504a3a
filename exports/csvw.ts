import { allColumns, type CsvVariant, delimiterOf } from './csv.ts'
import type { ExportedList } from './exported.ts'
import { instant } from './xml-element.ts'

/** The description of a CSV of that list, whose address is `url` (W3C Metadata Vocabulary for Tabular Data): what its columns hold. */
export function csvwMetadata(list: ExportedList, { url, variant }: { url: string; variant: CsvVariant }): string {
  const columns = allColumns(list)
  const metadata = {
    '@context': ['http://www.w3.org/ns/csvw', { '@language': list.language }],
    url,
    'dc:title': list.title,
    'dc:description': list.description || undefined,
    'dc:modified': { '@value': instant(list.updatedAt), '@type': 'xsd:dateTime' },
    dialect: {
      delimiter: delimiterOf(variant),
      encoding: 'utf-8',
      header: true,
      lineTerminators: ['\r\n'],
      quoteChar: '"',
      doubleQuote: true,
    },
    tableSchema: {
      columns: columns.map(({ heading, label, datatype, separator }) => ({
        name: columnName(heading),
        titles: heading,
        'dc:description': label,
        datatype,
        separator,
      })),
      primaryKey: 'id',
    },
  }
  return `${JSON.stringify(metadata, null, 2)}\n`
}

// Names are variables of a URI template (RFC 6570), and none may begin with `_`.
function columnName(heading: string): string {
  return encodeURIComponent(heading).replace(/[!'()*~-]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
}
