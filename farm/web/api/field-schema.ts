import type { Field } from '../../../pipeline/model/field.ts'
import { fieldType } from '../../../pipeline/model/field-types.ts'
import { inLanguage, type Language } from '../../../pipeline/model/local-text.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import type { Schema } from './operation.ts'

/** The values of a kind of entries as a JSON Schema (2020-12): what is written in, and, but for `writeOnly` fields, read out. */
export function valuesSchema({ id, label, fields }: ServiceType, language: Language): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: inLanguage(label, language),
    description: id,
    type: 'object',
    required: fields.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, language)])),
    additionalProperties: false,
  }
}

function fieldSchema(field: Field, language: Language): Schema {
  const { label, help, confidential, many, type } = field
  const one = itemSchema(field)
  const told = help ? [type, inLanguage(help, language)] : [type]
  const about = { title: inLanguage(label, language), description: told.join(' — ') }
  const marks = confidential ? { writeOnly: true } : {}
  return { ...about, ...marks, ...(many ? { anyOf: [one, { type: 'array', items: one }] } : one) }
}

function itemSchema(field: Field): Schema {
  const { parts } = fieldType(field.type)
  if (field.type === 'choice') return { type: 'string', examples: field.choices?.map(({ code }) => code) ?? [] }
  if (parts) {
    const properties = Object.fromEntries(
      parts.map((part) => [part, { type: ['string', 'number', 'boolean', 'null'] }]),
    )
    return { anyOf: [{ type: 'string' }, { type: 'object', properties, additionalProperties: false }] }
  }
  if (WRITTEN_FREELY.has(field.type)) return { type: ['string', 'number', 'boolean'] }
  return { type: 'string', ...(field.max === undefined || field.type === 'rich-text' ? {} : { maxLength: field.max }) }
}

// As a number or as people write one.
const WRITTEN_FREELY: ReadonlySet<string> = new Set(['integer', 'decimal', 'boolean', 'reference'])
