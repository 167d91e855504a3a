import type { Field } from '../pipeline/model/field.ts'
import type { RawItem } from '../pipeline/model/field-types/field-type.ts'
import { inLanguage, type Language } from '../pipeline/model/local-text.ts'
import { parisInstant, parisWall } from '../pipeline/model/paris.ts'
import type { ExportedEntry, ExportedList } from './exported.ts'
import { rawItems } from './raw-items.ts'
import { safeAddress } from './safe-address.ts'

/** What linked data is told with. */
export type Telling = Pick<ExportedList, 'language' | 'termLabel'>

/** Anything JSON-LD may hold. */
export type Linked = string | number | boolean | readonly Linked[] | { readonly [property: string]: Linked }

/** A field, or a part of one (`validity.start`), as schema.org writes values of its type; undefined where it says nothing. */
export function linkedValue(name: string, entry: ExportedEntry, telling: Telling): Linked | undefined {
  const [fieldName = '', part] = name.split('.')
  const field = entry.serviceType.fields.find((one) => one.name === fieldName)
  if (field === undefined || field.confidential) return undefined
  const values = rawItems(entry.values[fieldName]).flatMap((item) => {
    const value = part === undefined ? itemValue(item, { field, entry, telling }) : partValue(item, part)
    return value === undefined ? [] : [value]
  })
  return field.many && values.length > 1 ? values : values[0]
}

interface About {
  readonly field: Field
  readonly entry: ExportedEntry
  readonly telling: Telling
}

function partValue(item: RawItem, part: string): string | undefined {
  return typeof item === 'object' ? item[part] || undefined : undefined
}

function itemValue(item: RawItem, about: About): Linked | undefined {
  return typeof item === 'object' ? partsValue(item, about) : textValue(item, about)
}

function textValue(text: string, { field, telling }: About): Linked | undefined {
  const language: Language = telling.language === 'en' ? 'en' : 'fr'
  switch (field.type) {
    case 'integer':
    case 'decimal':
      return Number(text)
    case 'boolean':
      return text === 'oui'
    case 'datetime':
      return withOffset(text)
    case 'url':
      return safeAddress(text)
    case 'choice': {
      const choice = field.choices?.find(({ code }) => code === text)
      return choice ? inLanguage(choice.label, language) : text
    }
    case 'term':
      return telling.termLabel?.(field.vocabulary ?? 'themes', text) ?? text
    case 'opening-hours':
      return text === 'off' ? undefined : openingHours(text)
    case 'reference':
    case 'consent':
      return undefined
    default:
      return text
  }
}

function partsValue(parts: Readonly<Record<string, string>>, { field, entry }: About): Linked | undefined {
  switch (field.type) {
    case 'address':
      return addressNode(parts)
    case 'money':
      return moneyNode(parts)
    case 'period':
      return [parts.start ?? '', parts.end ?? '..'].join('/')
    case 'image':
    case 'file':
      return entry.enclosures.find(({ file }) => file === parts.file)?.url
    case 'point':
      return { '@type': 'GeoCoordinates', latitude: Number(parts.lat), longitude: Number(parts.lon) }
    default:
      return undefined
  }
}

function addressNode({ street = '', postcode = '', town = '' }: Readonly<Record<string, string>>): Linked {
  return {
    '@type': 'PostalAddress',
    ...(street === '' ? {} : { streetAddress: street }),
    ...(postcode === '' ? {} : { postalCode: postcode }),
    ...(town === '' ? {} : { addressLocality: town }),
    addressCountry: 'FR',
  }
}

function moneyNode({ amount = '0', max, currency = 'EUR' }: Readonly<Record<string, string>>): Linked {
  const value = max === undefined ? { value: Number(amount) } : { minValue: Number(amount), maxValue: Number(max) }
  return { '@type': 'MonetaryAmount', currency, ...value }
}

// schema.org writes one stretch of hours at a time: `Mo-Fr 09:00-12:00`.
function openingHours(text: string): Linked {
  return text.split('; ').flatMap((rule) => {
    const [days = '', spans = ''] = rule.split(' ')
    return spans.split(',').map((span) => `${days} ${span}`)
  })
}

// A moment without its offset would be read in the zone of the reader.
function withOffset(text: string): string {
  const wall = Date.parse(`${text}:00Z`)
  if (Number.isNaN(wall)) return text
  if (text.endsWith('T00:00')) return text.slice(0, 10)
  const instant = parisInstant(wall)
  return `${text}:00+0${(parisWall(instant) - instant) / 3_600_000}:00`
}
