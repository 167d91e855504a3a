import { fail, type Result } from '../model/problem.ts'
import type { Bytes } from './byte-source.ts'
import { matchColumns } from './columns.ts'
import { tableReader } from './csv.ts'
import { intakeSteps } from './detect.ts'
import { inTurn } from './in-turn.ts'
import { isMapping, type Mapping } from './mapping/mapping.ts'
import { openTable } from './mapping/open-table.ts'
import { readMapped } from './mapping/read-mapped.ts'
import { isWorkbook } from './mapping/read-workbook.ts'
import type { Intake, IntakeOptions } from './reader.ts'

/**
 * Reads a file of whatever format: by a mapping where one is given, a workbook (`.xlsx`) by its headings as a CSV is, else by what its content
 * says it is. Refuses what the reader concerned refuses.
 */
export async function readBytes(
  bytes: Bytes,
  { mapping, ...options }: Omit<IntakeOptions, 'mapping'> & { readonly mapping?: Mapping | IntakeOptions['mapping'] },
): Promise<Result<Intake>> {
  if (isMapping(mapping)) return readMapped({ bytes, mapping, ...options })
  return isWorkbook(bytes)
    ? readSheet(bytes, { ...options, mapping })
    : inTurn(intakeSteps(bytes, { ...options, mapping }))
}

async function readSheet(bytes: Bytes, options: IntakeOptions): Promise<Result<Intake>> {
  const opened = await openTable({ bytes, reading: {} })
  if (!opened.ok) return opened
  const { columns: names, warnings, rows } = opened.value.table
  const matched = matchColumns(names, options)
  if (!matched.ok) return fail(...matched.problems)
  const read = tableReader(matched.value.columns, names.length)
  const items = {
    [Symbol.iterator]: () =>
      Iterator.from(rows(names)).map(({ line, cells }) =>
        read({ line, cells: cells.map((cell) => [cell].flat().join(' ')) }),
      ),
  }
  return { ok: true, value: { format: 'csv', warnings: [...warnings, ...matched.value.warnings], items } }
}
