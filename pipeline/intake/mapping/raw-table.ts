import { ok, type Problem, type Result } from '../../model/problem.ts'
import type { TextSource } from '../text-source.ts'
import type { MappedFormat, Reading } from './mapping.ts'

/** What a column holds in a row: a text, or several where an element is repeated. */
export type Cell = string | readonly string[]

/** One row of a table, or one element of a document, before anything is made of it. */
export interface RawRow {
  /** 1-based line of a CSV or a sheet, or position of the element. */
  readonly line: number
  readonly cells: readonly Cell[]
  readonly problems: readonly Problem[]
  /** Of a row that does not fit the columns and has no cells for it: all it held, as it came. */
  readonly unfit?: readonly string[] | undefined
}

/** A file as rows and columns, whatever its format. */
export interface RawTable {
  /** Columns in the order of the file; of a document, those of its first elements. */
  readonly columns: readonly string[]
  /** Problems of the whole file that do not prevent reading it. */
  readonly warnings: readonly Problem[]
  /** Its rows, one by one, with the cells of these columns in this order. */
  readonly rows: (columns: readonly string[]) => Iterable<RawRow>
}

/** A file as rows and columns, with how it was read: what was asked, completed with what was found. */
export interface OpenTable {
  readonly table: RawTable
  readonly reading: Reading & { readonly format: MappedFormat }
  /** What else one could have chosen: the sheets of a workbook, the repeated elements of a document and how many there are. */
  readonly choices: readonly { readonly name: string; readonly count: number }[]
}

/** A text on its way to the reader of its format. */
export interface TableText {
  readonly text: string
  readonly warnings: RawTable['warnings']
  readonly reading: Reading
  /** Columns that are looked for. */
  readonly wanted?: readonly string[] | undefined
}

/** The same for readers that read it piece by piece. */
export interface TableSource extends Omit<TableText, 'text'> {
  readonly text: TextSource
}

/** A table opened, with how it was read and what else there was to choose. */
export function opened(
  table: RawTable,
  reading: OpenTable['reading'],
  choices: OpenTable['choices'] = [],
): Result<OpenTable> {
  return ok({ table, reading, choices })
}
