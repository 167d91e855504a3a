import type { Field } from '../pipeline/model/field.ts'
import type { LocalText } from '../pipeline/model/local-text.ts'
import type { ServiceType } from '../pipeline/model/service-type.ts'
import { writeAtom } from './atom.ts'
import { writeCsv } from './csv.ts'
import type { ExportedList } from './exported.ts'
import { writeGeojson } from './geojson.ts'
import { writeIcal } from './ical.ts'
import { inChunks } from './in-chunks.ts'
import { writeJson } from './json.ts'
import { writeJsonFeed } from './json-feed.ts'
import { writeJsonLd } from './json-ld.ts'
import { writeLheo } from './lheo.ts'
import { writeRss } from './rss.ts'
import { writeVcard } from './vcard.ts'
import { writeXml } from './xml.ts'

/** Every format a list can leave as: those of any list first, then the standards a kind declares. */
export const FORMAT_NAMES = [
  'rss',
  'atom',
  'json-feed',
  'csv',
  'csv-excel',
  'xml',
  'json',
  'ical',
  'vcard',
  'geojson',
  'json-ld',
  'lheo',
] as const

/** One of the formats. */
export type FormatName = (typeof FORMAT_NAMES)[number]

/** A way for a list to leave the farm. */
export interface Format {
  readonly name: FormatName
  /** A `feed` is followed and tells what left; a `file` is taken out as a whole. */
  readonly kind: 'feed' | 'file'
  /** Comes in pages, the newest entries first. */
  readonly paged?: boolean
  /** Has a place for what left the list. */
  readonly departures?: boolean
  /** Only for kinds whose `exports` name it. */
  readonly standard?: boolean
  /** Also holds what a partner sent whole (`original` fields), which would drown a table. */
  readonly whole?: boolean
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
    paged: true,
    departures: true,
    mediaType: 'application/rss+xml; charset=utf-8',
    extension: 'rss',
    label: { fr: 'Flux RSS', en: 'RSS feed' },
    write: writeRss,
  },
  atom: {
    name: 'atom',
    kind: 'feed',
    paged: true,
    departures: true,
    mediaType: 'application/atom+xml; charset=utf-8',
    extension: 'atom',
    label: { fr: 'Flux Atom', en: 'Atom feed' },
    write: writeAtom,
  },
  'json-feed': {
    name: 'json-feed',
    kind: 'feed',
    paged: true,
    departures: true,
    mediaType: 'application/feed+json',
    extension: 'feed.json',
    label: { fr: 'Flux JSON Feed', en: 'JSON Feed' },
    write: writeJsonFeed,
  },
  csv: {
    name: 'csv',
    kind: 'file',
    mediaType: 'text/csv; charset=utf-8; header=present',
    extension: 'csv',
    label: { fr: 'Tableau CSV', en: 'CSV table' },
    write: (list) => writeCsv(list),
  },
  'csv-excel': {
    name: 'csv-excel',
    kind: 'file',
    mediaType: 'text/csv; charset=utf-8; header=present',
    extension: 'excel.csv',
    label: { fr: 'Tableau CSV pour Excel', en: 'CSV table for French Excel' },
    write: (list) => writeCsv(list, 'excel'),
  },
  xml: {
    name: 'xml',
    kind: 'file',
    mediaType: 'application/xml; charset=utf-8',
    extension: 'xml',
    whole: true,
    label: { fr: 'Document XML', en: 'XML document' },
    write: writeXml,
  },
  json: {
    name: 'json',
    kind: 'file',
    departures: true,
    mediaType: 'application/json',
    extension: 'json',
    label: { fr: 'Document JSON', en: 'JSON document' },
    write: writeJson,
  },
  ical: {
    name: 'ical',
    kind: 'feed',
    departures: true,
    standard: true,
    mediaType: 'text/calendar; charset=utf-8',
    extension: 'ics',
    label: { fr: 'Agenda iCalendar', en: 'iCalendar' },
    write: writeIcal,
  },
  vcard: {
    name: 'vcard',
    kind: 'file',
    standard: true,
    mediaType: 'text/vcard; charset=utf-8',
    extension: 'vcf',
    label: { fr: 'Cartes de visite vCard', en: 'vCard' },
    write: writeVcard,
  },
  geojson: {
    name: 'geojson',
    kind: 'file',
    standard: true,
    mediaType: 'application/geo+json',
    extension: 'geojson',
    label: { fr: 'Points GeoJSON', en: 'GeoJSON points' },
    write: writeGeojson,
  },
  'json-ld': {
    name: 'json-ld',
    kind: 'file',
    standard: true,
    mediaType: 'application/ld+json',
    extension: 'jsonld',
    label: { fr: 'Données liées schema.org', en: 'schema.org linked data' },
    write: writeJsonLd,
  },
  lheo: {
    name: 'lheo',
    kind: 'file',
    standard: true,
    mediaType: 'application/xml; charset=utf-8',
    extension: 'lheo.xml',
    label: { fr: 'Offres de formation LHÉO', en: 'LHÉO training offers' },
    write: writeLheo,
  },
}

/** The format of that name, or undefined: the name may come from an address. */
export function formatNamed(name: string): Format | undefined {
  const known = FORMAT_NAMES.find((candidate) => candidate === name)
  return known && FORMATS[known]
}

/** The formats that fit entries of these kinds, in order. */
export function formatsFor(serviceTypes: readonly Pick<ServiceType, 'exports'>[]): readonly Format[] {
  const declared = new Set(serviceTypes.flatMap((one) => one.exports))
  return FORMAT_NAMES.map((name): Format => FORMATS[name]).filter((one) => !one.standard || declared.has(one.name))
}

/** The format whose addresses end so, or undefined. */
export function formatEnding(extension: string): Format | undefined {
  return FORMAT_NAMES.map((name): Format => FORMATS[name]).find((one) => one.extension === extension)
}

/** The fields a list of a kind leaves with in a format, nothing confidential among them. */
export function fieldsLeaving({ fields }: Pick<ServiceType, 'fields'>, { whole }: Format): readonly Field[] {
  return fields.filter(({ confidential, type }) => !confidential && (whole === true || type !== 'original'))
}

/** The bytes of a list in a format, in pieces of about 64 KiB; the same list always gives the same bytes. */
export function writeExport(format: FormatName, list: ExportedList): AsyncIterable<Uint8Array> {
  return inChunks(FORMATS[format].write(list))
}
