import type { CardTerms } from '../pipeline/model/standards.ts'
import type { ExportedEntry, ExportedList } from './exported.ts'
import { icalLine, icalText, utcStamp } from './ical-line.ts'
import { rawItems } from './raw-items.ts'
import { safeAddress } from './safe-address.ts'
import { writtenText } from './written-text.ts'

/** A vCard 4.0 (RFC 6350) per entry of a kind that is somebody or some place. */
export async function* writeVcard(list: ExportedList): AsyncGenerator<string> {
  for await (const entry of list.entries) {
    const terms = entry.serviceType.standards.vcard
    if (terms) yield cardLines(entry, terms).map(icalLine).join('')
  }
}

function cardLines(entry: ExportedEntry, terms: CardTerms): readonly string[] {
  const told = (name: string | undefined) => (name === undefined ? '' : writtenText(rawItems(entry.values[name])[0]))
  const all = (names: readonly string[]) => names.flatMap((name) => rawItems(entry.values[name]).map(writtenText))
  const [family, given, organisation] = [told(terms.family), told(terms.given), told(terms.organisation)]
  const fullName = [given, family].filter((name) => name !== '').join(' ') || entry.title
  const url = safeAddress(told(terms.url))
  return [
    'BEGIN:VCARD',
    'VERSION:4.0',
    'PRODID:-//Terroir//Terroir//FR',
    `UID:${entry.uri}`,
    `REV:${utcStamp(entry.updatedAt)}`,
    `KIND:${terms.kind}`,
    `FN:${cardText(fullName)}`,
    ...(family === '' && given === '' ? [] : [`N:${icalText(family)};${icalText(given)};;;`]),
    ...property('ORG', organisation || (terms.kind === 'org' ? entry.title : '')),
    ...property('TITLE', told(terms.role)),
    ...all(terms.phone).map((phone) => telephone(phone)),
    ...all(terms.email).flatMap((email) => property('EMAIL', email)),
    ...address(entry, terms),
    ...(entry.point ? [`GEO:geo:${entry.point.latitude.toFixed(6)},${entry.point.longitude.toFixed(6)}`] : []),
    ...(url === undefined ? [] : [`URL:${url}`]),
    ...property('NOTE', told(terms.note) === '' ? entry.summary : told(terms.note)),
    ...(entry.themes.length === 0 ? [] : [`CATEGORIES:${entry.themes.map(({ label }) => icalText(label)).join(',')}`]),
    `SOURCE:${entry.link}`,
    'END:VCARD',
  ]
}

function property(name: string, text: string): readonly string[] {
  return text === '' ? [] : [`${name}:${name === 'ORG' ? icalText(text) : cardText(text)}`]
}

// Only values of several parts need their semicolons escaped (RFC 6350 §3.4), and some readers show the escape elsewhere.
function cardText(text: string): string {
  return icalText(text).replaceAll('\\;', ';')
}

function telephone(written: string): string {
  const digits = written.replace(/[^\d+]/g, '')
  return /^\+\d{4,15}$/.test(digits) ? `TEL;VALUE=uri:tel:${digits}` : `TEL:${cardText(written)}`
}

function address(entry: ExportedEntry, terms: CardTerms): readonly string[] {
  const [where] = terms.address === undefined ? [] : rawItems(entry.values[terms.address])
  if (typeof where !== 'object') return []
  const { street = '', town = '', postcode = '' } = where
  return [`ADR:;;${[street, town, '', postcode, 'France'].map(icalText).join(';')}`]
}
