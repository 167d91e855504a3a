import type { Field } from '../pipeline/model/field.ts'
import type { RawItem } from '../pipeline/model/field-types/field-type.ts'
import { fieldType } from '../pipeline/model/field-types.ts'
import { joinList } from '../pipeline/model/list-text.ts'
import type { ExportedEntry } from './exported.ts'
import { rawItems } from './raw-items.ts'

/** One column of a CSV: its heading, and its cell for an entry. */
export interface Column {
  readonly heading: string
  readonly cell: (entry: ExportedEntry) => string
  /** What it says, in words. */
  readonly label?: string
  /** What its cells hold, by the names of XML Schema as CSVW has them; text without it. */
  readonly datatype?: Datatype
  /** What parts the values of one cell. */
  readonly separator?: string
}

/** What a cell may hold. */
export type Datatype =
  | 'integer'
  | 'decimal'
  | 'date'
  | 'anyURI'
  | 'dateTime'
  | { readonly base: 'boolean'; readonly format: string }

/**
 * The columns of a field: its own, or `column.part` for each part of a composite one. A `many` field joins its values
 * with ` | ` (`pipeline/model/list-text.ts`); its parts stay aligned, a missing one keeping its empty place.
 */
export function fieldColumns(field: Field): readonly Column[] {
  const parts = fieldType(field.type).parts ?? []
  if (parts.length === 0) return [column(field, field.column, textOf)]
  return parts.map((part) => column(field, `${field.column}.${part}`, (item) => partOf(item, part)))
}

function column(field: Field, heading: string, read: (item: RawItem) => string): Column {
  const datatype = DATATYPES[`${field.type}${heading.slice(field.column.length)}`]
  return {
    heading,
    label: field.label.fr,
    ...(datatype === undefined ? {} : { datatype }),
    ...(field.many ? { separator: ' | ' } : {}),
    cell: (entry) => {
      const texts = rawItems(entry.values[field.name]).map(read)
      if (!field.many) return texts[0] ?? ''
      return texts.every((text) => text === '') ? '' : joinList(texts)
    },
  }
}

function textOf(item: RawItem): string {
  return typeof item === 'string' ? item : ''
}

function partOf(item: RawItem, part: string): string {
  return typeof item === 'string' ? '' : (item[part] ?? '')
}

const DATATYPES: Readonly<Record<string, Datatype>> = {
  integer: 'integer',
  decimal: 'decimal',
  boolean: { base: 'boolean', format: 'oui|non' },
  date: 'date',
  url: 'anyURI',
  'money.amount': 'decimal',
  'money.max': 'decimal',
  'point.lat': 'decimal',
  'point.lon': 'decimal',
}
