import { rawItems } from '../../exports/raw-items.ts'
import type { IntakeItem } from '../../pipeline/intake/reader.ts'
import type { Field } from '../../pipeline/model/field.ts'
import type { RawItem, RawValue } from '../../pipeline/model/field-types/field-type.ts'
import { fieldType } from '../../pipeline/model/field-types.ts'
import { joinList } from '../../pipeline/model/list-text.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'

/** A table as it came: its headings, and its rows with the line each began on. */
export interface LinedTable {
  readonly delimiter: string
  readonly names: readonly string[]
  readonly rows: Iterable<{ readonly line: number; readonly cells: readonly string[] }>
}

/** Items of a feed or a document as the rows of our own CSV: a column per field, and one per part of a composite one. */
export function itemRows({ fields }: ServiceType, items: Iterable<IntakeItem>): LinedTable {
  const columns = fields.flatMap(columnsOf)
  const names = ['id', ...columns.map(({ name }) => name)]
  const rows = Iterator.from(items).map(({ line, raw, externalId = '' }) => {
    return { line, cells: [externalId, ...columns.map(({ field, cell }) => cell(raw[field.name]))] }
  })
  return { delimiter: ';', names, rows }
}

interface ItemColumn {
  readonly name: string
  readonly field: Field
  readonly cell: (value: RawValue | undefined) => string
}

function columnsOf(field: Field): readonly ItemColumn[] {
  const column = (name: string, read: (item: RawItem) => string): ItemColumn => {
    return { name, field, cell: (value) => cellOf(field, rawItems(value).map(read)) }
  }
  const whole = column(field.column, (item) => (typeof item === 'string' ? item : ''))
  const parts = (fieldType(field.type).parts ?? []).map((part) =>
    column(`${field.column}.${part}`, (item) => (typeof item === 'string' ? '' : (item[part] ?? ''))),
  )
  return [whole, ...parts]
}

function cellOf({ many }: Field, texts: readonly string[]): string {
  if (texts.every((text) => text === '')) return ''
  return many && texts.length > 1 ? joinList(texts) : texts.join(' | ')
}
