import type { Choice, FieldTypeId } from '../pipeline/model/field.ts'
import type { XmlContent } from './xml-element.ts'

/** The XML Schema type of a field written as one text, where it is narrower than any text. */
export const TEXT_TYPES: Readonly<Partial<Record<FieldTypeId, string>>> = {
  integer: 'xs:integer',
  decimal: 'xs:decimal',
  boolean: 'yes-no',
  date: 'day',
  'partial-date': 'partial-date',
  datetime: 'moment',
  url: 'xs:anyURI',
  siret: 'siret',
  language: 'xs:language',
}

/** The same for the parts of composite fields. */
export const PART_TYPES: Readonly<Record<string, string>> = {
  'money.amount': 'xs:decimal',
  'money.max': 'xs:decimal',
  'point.lat': 'xs:decimal',
  'point.lon': 'xs:decimal',
  'period.start': 'partial-date',
  'period.end': 'partial-date',
}

/** The types the others are made of: wall clocks of Paris have no zone, and a month or a year may be all that is known. */
export const SIMPLE_TYPES: readonly XmlContent[] = [
  pattern('day', '\\d{4}-\\d{2}-\\d{2}'),
  pattern('partial-date', '\\d{4}(-\\d{2}(-\\d{2})?)?'),
  pattern('moment', '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}'),
  pattern('siret', '\\d{14}'),
  pattern('yes-no', 'oui|non'),
]

/** One of the codes of a choice, each with its words. */
export function choiceType(choices: readonly Choice[]): XmlContent {
  const told = choices.map(({ code, label }) => ({
    '@_value': code,
    'xs:annotation': { 'xs:documentation': { '@_xml:lang': 'fr', '#text': label.fr } },
  }))
  return { 'xs:restriction': { '@_base': 'xs:string', 'xs:enumeration': told } }
}

function pattern(name: string, value: string): XmlContent {
  return { '@_name': name, 'xs:restriction': { '@_base': 'xs:string', 'xs:pattern': { '@_value': value } } }
}
