import { fail, type Problem, type Result } from '../../model/problem.ts'
import { columnNames, headingAt } from './heading-line.ts'
import type { Reading } from './mapping.ts'
import { type OpenTable, opened, type RawRow } from './raw-table.ts'
import type { Sheet } from './read-workbook.ts'

/**
 * A sheet of a workbook as a table: the one that is asked for, else the first that holds a table, or at least something; the others are told. Refuses
 * `unknown-sheet` { value, known }, `no-records` where there is no heading.
 */
export function sheetTable(
  sheets: readonly Sheet[],
  reading: Reading,
  wanted: readonly string[] | undefined,
): Result<OpenTable> {
  const filled = sheets.filter(({ rows }) => rows.length > 0)
  const sheet =
    reading.sheet === undefined
      ? (filled.find(isTable) ?? filled[0] ?? sheets[0])
      : sheets.find(({ name }) => name === reading.sheet)
  if (sheet === undefined) {
    const known = sheets
      .map(({ name }) => name)
      .join(', ')
      .slice(0, 200)
    return fail({ code: 'unknown-sheet', params: { value: reading.sheet ?? '', known } })
  }
  const lines = sheet.rows.map((cells, index) => ({ line: index + 1, cells }))
  const first = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== '')).slice(0, 30)
  const heading = first[headingAt(first, { heading: reading.heading, wanted })]
  if (heading === undefined) return fail({ code: 'no-records', params: { value: sheet.name } })
  const columns = columnNames(heading.cells)
  const others = filled.filter((one) => one !== sheet).map(({ name }) => name)
  const warnings: readonly Problem[] =
    others.length > 0 && reading.sheet === undefined
      ? [{ code: 'other-sheets', params: { name: sheet.name, others: others.join(', ').slice(0, 200) } }]
      : []
  const rows = (asked: readonly string[]) => {
    const places = asked.map((name) => columns.indexOf(name))
    return lines
      .values()
      .drop(heading.line)
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
      .map(({ line, cells }): RawRow => ({ line, cells: places.map((at) => cells[at] ?? ''), problems: [] }))
  }
  const choices = sheets.map((one) => ({ name: one.name, count: one.rows.length }))
  return opened(
    { columns, warnings, rows },
    { ...reading, format: 'xlsx', sheet: sheet.name, heading: heading.line },
    choices,
  )
}

// People put a page that explains in front.
function isTable({ rows }: Sheet): boolean {
  const wide = rows.slice(0, 200).filter((cells) => cells.filter((cell) => cell.trim() !== '').length > 1)
  return wide.length > 1
}
