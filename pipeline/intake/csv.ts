import type { RawValue } from '../model/field-types/field-type.ts'
import { patternOf } from '../model/pattern.ts'
import { fail, ok, type Problem, type Result } from '../model/problem.ts'
import { type Column, matchColumns, targetFinder } from './columns.ts'
import { clean } from './csv-cell.ts'
import { csvHeading } from './csv-heading.ts'
import { compositesOf, compositeValue } from './csv-parts.ts'
import type { CsvRow } from './csv-rows.ts'
import type { Intake, IntakeItem, IntakeSource } from './reader.ts'

/**
 * Reads a CSV (RFC 4180, and what spreadsheets make of it). Refuses the file with `duplicate-column`, `unclosed-quote` or `row-too-long`
 * on its heading, with `unknown-format` where it is no table; a row has `ragged-row` { expected, found }, `unclosed-quote` or `row-too-long`. A cell of a `many` field stays one
 * text, joined by ` | `.
 */
export function readCsv({ text, options, warnings }: IntakeSource): Result<Intake> {
  const targetOf = targetFinder(options)
  const heading = csvHeading(text, (name) => Boolean(targetOf(name)))
  if (heading.problem !== undefined) return fail({ code: heading.problem, line: 1 })
  const matched = matchColumns(heading.names, options)
  if (!matched.ok) return matched
  // One column of a name nobody knows is no table: a server that says sorry in plain text, for one.
  if (heading.names.length === 1 && matched.value.columns.length === 0)
    return fail({ code: 'unknown-format', params: { found: 'text' } })
  for (const warning of matched.value.warnings) warnings.add(warning)
  const read = tableReader(matched.value.columns, heading.names.length)
  const items = { [Symbol.iterator]: () => heading.rows().map(read) }
  return ok({ format: 'csv', warnings: warnings.list, items })
}

/** Makes the rows of a table with these columns into items; a row of another width is `ragged-row` { expected, found }. */
export function tableReader(columns: readonly Column[], width: number): (row: CsvRow) => IntakeItem {
  const plain = columns.flatMap((column) => ('field' in column && column.part === undefined ? [column] : []))
  const composite = compositesOf(columns)
  const identity = columns.find((column) => 'identity' in column)
  const blank = patternOf([...plain, ...composite].map(({ field }) => field.name))
  return (row) => {
    const { line, cells } = row
    const raw: Record<string, RawValue> = blank()
    for (const { index, field } of plain) raw[field.name] = clean(cells[index])
    for (const { field, parts } of composite) {
      const value = compositeValue(field, parts, cells)
      // Parts that say something win over the whole text of their field.
      if (value !== '') raw[field.name] = value
    }
    const externalId = identity === undefined ? '' : clean(cells[identity.index])
    return { line, raw, externalId: externalId === '' ? undefined : externalId, problems: problemsOf(row, width) }
  }
}

const NONE: readonly Problem[] = []

function problemsOf({ line, cells, problem }: CsvRow, width: number): readonly Problem[] {
  if (problem !== undefined) return [{ code: problem, line }]
  if (cells.length === width || isPadded(cells, width)) return NONE
  return [{ code: 'ragged-row', line, params: { expected: width, found: cells.length } }]
}

/** Empty cells after the last column: a spreadsheet wrote one separator too many, and nothing is out of place. */
function isPadded(cells: readonly string[], width: number): boolean {
  return cells.length > width && cells.slice(width).every((cell) => cell.trim() === '')
}
