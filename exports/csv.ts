import papaparse from 'papaparse'
import type { Field } from '../pipeline/model/field.ts'
import { fold } from '../pipeline/model/fold.ts'
import { FORMULA_START } from '../pipeline/model/formula-guard.ts'
import { type Column, fieldColumns } from './columns.ts'
import type { ExportedEntry, ExportedList } from './exported.ts'
import { instant } from './xml-element.ts'

/** Who the file is for: `standard` is RFC 4180 in UTF-8; `excel` is what a French Excel opens by itself, `;` and a BOM. */
export type CsvVariant = 'standard' | 'excel'

/**
 * One line per entry, row by row: `id`, the columns of its fields, then columns that only inform and that reading
 * ignores (`published_at`, `updated_at`, `link`, `organisation`), each left out where a field answers to that name.
 */
export async function* writeCsv(list: ExportedList, variant: CsvVariant = 'standard'): AsyncGenerator<string> {
  const columns = allColumns(list)
  const write = rowWriter(variant)
  yield (variant === 'excel' ? '\uFEFF' : '') + write(columns.map(({ heading }) => heading))
  for await (const entry of list.entries) yield write(columns.map((column) => safeCell(column, entry)))
}

/** The columns of a list's table, in order. */
export function allColumns(list: ExportedList): readonly Column[] {
  const taken = new Set(list.serviceType.fields.flatMap(namesOf))
  const told = list.states ? [...INFORMING, STATE] : INFORMING
  const informing = told.filter(({ heading }) => !taken.has(fold(heading)))
  return [ID, ...list.fields.flatMap(fieldColumns), ...informing]
}

const ID: Column = { heading: 'id', cell: (entry) => String(entry.id), datatype: 'integer' }

const STATE: Column = { heading: 'state', cell: (entry) => entry.state ?? '' }

// A figure we wrote ourselves starts no formula: `-3.25` stays one that programs can read.
function safeCell({ cell, datatype, separator }: Column, entry: ExportedEntry): string {
  const text = cell(entry)
  const isFigure = separator === undefined && (datatype === 'decimal' || datatype === 'integer')
  return FORMULA_START.test(text) && !(isFigure && FIGURE.test(text)) ? `'${text}` : text
}

const FIGURE = /^-?\d+(?:\.\d+)?$/

const INFORMING: readonly Column[] = [
  { heading: 'published_at', cell: (entry: ExportedEntry) => instant(entry.publishedAt), datatype: 'dateTime' },
  { heading: 'updated_at', cell: (entry: ExportedEntry) => instant(entry.updatedAt), datatype: 'dateTime' },
  { heading: 'link', cell: (entry: ExportedEntry) => entry.link, datatype: 'anyURI' },
  { heading: 'organisation', cell: (entry: ExportedEntry) => entry.organisation },
]

/** What parts the cells of a line. */
export function delimiterOf(variant: CsvVariant): string {
  return variant === 'excel' ? ';' : ','
}

function namesOf({ name, column, label }: Field): readonly string[] {
  return [name, column, label.fr, label.en ?? ''].map(fold)
}

function rowWriter(variant: CsvVariant): (cells: readonly string[]) => string {
  const config = { delimiter: delimiterOf(variant), newline: '\r\n' }
  return (cells) => `${papaparse.unparse([[...cells]], config)}\r\n`
}
