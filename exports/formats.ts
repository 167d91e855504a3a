import type { LocalText } from '../pipeline/model/local-text.ts'
import { writeAtom } from './atom.ts'
import { writeCsv } from './csv.ts'
import type { ExportedList } from './exported.ts'
import { inChunks } from './in-chunks.ts'
import { writeJson } from './json.ts'
import { writeJsonFeed } from './json-feed.ts'
import { writeRss } from './rss.ts'
import { writeXml } from './xml.ts'

/** Every format any list can leave as. */
export const FORMAT_NAMES = ['rss', 'atom', 'json-feed', 'csv', 'csv-excel', 'xml', 'json'] as const

/** One of the formats. */
export type FormatName = (typeof FORMAT_NAMES)[number]

/** A way for a list to leave the farm. */
export interface Format {
  readonly name: FormatName
  /** A `feed` is followed and tells what left; a `file` is taken out as a whole. */
  readonly kind: 'feed' | 'file'
  /** `content-type` of the answer; the text is always UTF-8. */
  readonly mediaType: string
  /** What follows the dot in its address and its file name; unique among the formats. */
  readonly extension: string
  readonly label: LocalText
  /** Pieces of text in order; never holds more than one entry at a time. */
  readonly write: (list: ExportedList) => AsyncIterable<string>
}

/** The formats by name. */
export const FORMATS: { readonly [Name in FormatName]: Format & { readonly name: Name } } = {
  rss: {
    name: 'rss',
    kind: 'feed',
    mediaType: 'application/rss+xml; charset=utf-8',
    extension: 'rss',
    label: { fr: 'Flux RSS', en: 'RSS feed' },
    write: writeRss,
  },
  atom: {
    name: 'atom',
    kind: 'feed',
    mediaType: 'application/atom+xml; charset=utf-8',
    extension: 'atom',
    label: { fr: 'Flux Atom', en: 'Atom feed' },
    write: writeAtom,
  },
  'json-feed': {
    name: 'json-feed',
    kind: 'feed',
    mediaType: 'application/feed+json',
    extension: 'feed.json',
    label: { fr: 'Flux JSON Feed', en: 'JSON Feed' },
    write: writeJsonFeed,
  },
  csv: {
    name: 'csv',
    kind: 'file',
    mediaType: 'text/csv; charset=utf-8',
    extension: 'csv',
    label: { fr: 'Tableau CSV', en: 'CSV table' },
    write: (list) => writeCsv(list),
  },
  'csv-excel': {
    name: 'csv-excel',
    kind: 'file',
    mediaType: 'text/csv; charset=utf-8',
    extension: 'excel.csv',
    label: { fr: 'Tableau CSV pour Excel', en: 'CSV table for French Excel' },
    write: (list) => writeCsv(list, 'excel'),
  },
  xml: {
    name: 'xml',
    kind: 'file',
    mediaType: 'application/xml; charset=utf-8',
    extension: 'xml',
    label: { fr: 'Document XML', en: 'XML document' },
    write: writeXml,
  },
  json: {
    name: 'json',
    kind: 'file',
    mediaType: 'application/json',
    extension: 'json',
    label: { fr: 'Document JSON', en: 'JSON document' },
    write: writeJson,
  },
}

/** The format of that name, or undefined: the name may come from an address. */
export function formatNamed(name: string): Format | undefined {
  const known = FORMAT_NAMES.find((candidate) => candidate === name)
  return known && FORMATS[known]
}

/** The bytes of a list in a format, in pieces of about 64 KiB; the same list always gives the same bytes. */
export function writeExport(format: FormatName, list: ExportedList): AsyncIterable<Uint8Array> {
  return inChunks(FORMATS[format].write(list))
}
