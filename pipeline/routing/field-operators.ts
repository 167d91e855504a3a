import type { FieldTypeId } from '../model/field.ts'

/** Ways a declared field may be asked about: one of values, a number or a day between bounds, a text in it, whether it has a value. */
export type FieldOperator = 'is' | 'number' | 'day' | 'contains' | 'filled'

/** What may be asked of a field of that type, in the order a form offers it. */
export function fieldOperators(type: FieldTypeId): readonly FieldOperator[] {
  return OPERATORS[type] ?? ['filled']
}

const OPERATORS: Readonly<Partial<Record<FieldTypeId, readonly FieldOperator[]>>> = {
  text: ['contains', 'filled'],
  'long-text': ['contains', 'filled'],
  'rich-text': ['contains', 'filled'],
  phone: ['contains', 'filled'],
  email: ['contains', 'filled'],
  url: ['contains', 'filled'],
  siret: ['contains', 'filled'],
  address: ['contains', 'filled'],
  integer: ['number', 'filled'],
  decimal: ['number', 'filled'],
  money: ['number', 'filled'],
  date: ['day', 'filled'],
  'partial-date': ['day', 'filled'],
  datetime: ['day', 'filled'],
  period: ['day', 'filled'],
  boolean: ['is', 'filled'],
  consent: ['is', 'filled'],
  choice: ['is', 'filled'],
  term: ['is', 'filled'],
  language: ['is', 'filled'],
}
