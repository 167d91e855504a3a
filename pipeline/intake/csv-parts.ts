import type { Field } from '../model/field.ts'
import type { RawValue } from '../model/field-types/field-type.ts'
import { splitList } from '../model/list-text.ts'
import type { Column } from './columns.ts'
import { clean } from './csv-cell.ts'

/** A field whose parts have a column each, and where these are. */
export interface Composite {
  readonly field: Field
  readonly parts: readonly { readonly name: string; readonly index: number }[]
}

/** The fields written as `address.street`, `address.town`… */
export function compositesOf(columns: readonly Column[]): readonly Composite[] {
  const found = columns.flatMap((column) => ('field' in column && column.part !== undefined ? [column] : []))
  const fields = [...new Set(found.map(({ field }) => field))]
  return fields.map((field) => ({
    field,
    parts: found.filter((column) => column.field === field).map(({ part = '', index }) => ({ name: part, index })),
  }))
}

/** Its value in a row: the parts that say something, or one such record per item of a `many` field; an empty text when none does. */
export function compositeValue(field: Field, parts: Composite['parts'], cells: readonly string[]): RawValue {
  const texts = parts.map(({ name, index }) => [name, clean(cells[index])] as const)
  if (texts.every(([, text]) => text === '')) return ''
  if (!field.many) return Object.fromEntries(texts.filter(([, text]) => text !== ''))
  const lists = texts.map(([name, text]) => [name, splitList(text)] as const)
  const length = Math.max(...lists.map(([, items]) => items.length))
  return Array.from({ length }, (_, at) => Object.fromEntries(lists.map(([name, items]) => [name, items[at] ?? ''])))
}
