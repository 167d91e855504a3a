import { ENTRIES_NAMESPACE } from '../pipeline/intake/xml.ts'
import type { Field } from '../pipeline/model/field.ts'
import { fieldType } from '../pipeline/model/field-types.ts'
import type { LocalText } from '../pipeline/model/local-text.ts'
import type { ServiceType } from '../pipeline/model/service-type.ts'
import { element, type XmlContent } from './xml-element.ts'
import { choiceType, PART_TYPES, SIMPLE_TYPES, TEXT_TYPES } from './xsd-types.ts'

/** The schema (W3C XML Schema 1.0) of the farm's own XML for one kind, with these of its fields in their order. */
export function writeXsd({ id, plural }: ServiceType, fields: readonly Field[]): string {
  const schema = element('xs:schema', {
    '@_xmlns:xs': 'http://www.w3.org/2001/XMLSchema',
    '@_xmlns': ENTRIES_NAMESPACE,
    '@_targetNamespace': ENTRIES_NAMESPACE,
    '@_elementFormDefault': 'qualified',
    'xs:annotation': annotation(plural),
    'xs:element': {
      '@_name': 'entries',
      'xs:complexType': {
        'xs:sequence': {
          'xs:element': { '@_name': 'entry', '@_type': 'entry', '@_minOccurs': 0, '@_maxOccurs': 'unbounded' },
        },
        'xs:attribute': [
          { '@_name': 'service-type', '@_type': 'xs:string', '@_fixed': id, '@_use': 'required' },
          { '@_name': 'updated', '@_type': 'xs:dateTime' },
        ],
      },
    },
    'xs:complexType': { '@_name': 'entry', 'xs:sequence': { 'xs:element': fields.map(fieldElement) }, ...ATTRIBUTES },
    'xs:simpleType': SIMPLE_TYPES,
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n${schema}\n`
}

const ATTRIBUTES = {
  'xs:attribute': [
    { '@_name': 'id', '@_type': 'xs:positiveInteger', '@_use': 'required' },
    { '@_name': 'uri', '@_type': 'xs:anyURI', '@_use': 'required' },
    { '@_name': 'link', '@_type': 'xs:anyURI' },
    { '@_name': 'published', '@_type': 'xs:dateTime' },
    { '@_name': 'updated', '@_type': 'xs:dateTime' },
    { '@_name': 'organisation', '@_type': 'xs:string' },
    { '@_name': 'service-type', '@_type': 'xs:string' },
    { '@_name': 'state', '@_type': 'xs:string' },
  ],
}

function fieldElement(field: Field): XmlContent {
  const named = { '@_name': field.element, '@_minOccurs': 0, 'xs:annotation': annotation(field.label) }
  if (!field.many) return { ...named, ...valueType(field) }
  const item = { '@_name': 'item', '@_maxOccurs': 'unbounded', ...valueType(field) }
  return { ...named, 'xs:complexType': { 'xs:sequence': { 'xs:element': item } } }
}

function valueType(field: Field): { readonly [child: string]: XmlContent } {
  const parts = fieldType(field.type).parts ?? []
  if (parts.length > 0)
    return { 'xs:complexType': { 'xs:all': { 'xs:element': parts.map((part) => partOf(field, part)) } } }
  if (field.type === 'choice') return { 'xs:simpleType': choiceType(field.choices ?? []) }
  return { '@_type': TEXT_TYPES[field.type] ?? 'xs:string' }
}

function partOf({ type }: Field, part: string): XmlContent {
  return { '@_name': part, '@_minOccurs': 0, '@_type': PART_TYPES[`${type}.${part}`] ?? 'xs:string' }
}

function annotation({ fr, en }: LocalText): XmlContent {
  const said = [{ '@_xml:lang': 'fr', '#text': fr }, ...(en === undefined ? [] : [{ '@_xml:lang': 'en', '#text': en }])]
  return { 'xs:documentation': said }
}
