import { fail, type Result } from '../../model/problem.ts'
import { clean } from '../csv-cell.ts'
import { csvHeading, separatorLine } from '../csv-heading.ts'
import { type CsvRow, csvRows } from '../csv-rows.ts'
import { columnNames, headingAt } from './heading-line.ts'
import { type OpenTable, opened, type RawRow, type TableSource } from './raw-table.ts'

/** A CSV, or whatever is separated like one, as a table. Refuses `unclosed-quote`, `row-too-long`, `no-records` when it has no heading. */
export function delimitedTable(source: TableSource): Result<OpenTable> {
  const { text, reading, warnings } = source
  const wanted = new Set(source.wanted)
  const found = csvHeading(text, (name) => wanted.has(name))
  const delimiter = reading.delimiter?.slice(0, 1) || found.delimiter
  const from = separatorLine(text)
  const first = [...csvRows(text, delimiter, from).take(SAMPLE_ROWS)]
  const at = headingAt(first, { heading: reading.heading, wanted: source.wanted })
  const heading = first[at]
  if (heading === undefined) return fail({ code: 'no-records', params: { value: '' } })
  if (heading.problem !== undefined) return fail({ code: heading.problem, line: heading.line })
  const columns = columnNames(heading.cells)
  const rows = (asked: readonly string[]) =>
    csvRows(text, delimiter, from)
      .drop(at + 1)
      .map(rowReader(columns, asked))
  return opened({ columns, warnings, rows }, { ...reading, format: 'csv', delimiter, heading: heading.line })
}

const SAMPLE_ROWS = 30

function rowReader(columns: readonly string[], asked: readonly string[]): (row: CsvRow) => RawRow {
  const places = asked.map((name) => columns.indexOf(name))
  const width = columns.length
  return ({ line, cells, problem }) => {
    if (problem !== undefined) return { line, cells: [], unfit: cells, problems: [{ code: problem, line }] }
    if (cells.length !== width && !isPadded(cells, width)) {
      const params = { expected: width, found: cells.length }
      return { line, cells: [], unfit: cells, problems: [{ code: 'ragged-row', line, params }] }
    }
    return { line, cells: places.map((at) => clean(cells[at])), problems: NONE }
  }
}

const NONE: readonly never[] = []

// A spreadsheet wrote separators too many, or left out those of the empty cells at the end.
function isPadded(cells: readonly string[], width: number): boolean {
  return cells.length > width && cells.slice(width).every((cell) => cell.trim() === '')
}
