import { fail, type Result } from '../../model/problem.ts'
import { MAX_DEPTH } from '../xml-guard.ts'
import { cellsAlong } from './cells-along.ts'
import { columnsOf, isObject } from './columns-of.ts'
import { jsonRecords } from './json-records.ts'
import { jsonShape } from './json-shape.ts'
import { type OpenTable, opened, type RawRow, type TableText } from './raw-table.ts'

/**
 * A JSON that holds a list of objects as a table, read object by object; members of members as columns `contrat/type`. Refuses `too-deep` { max },
 * `not-well-formed`, and `no-records` { value } where the asked list is not found.
 */
export function jsonTable(source: TableText): Result<OpenTable> {
  const { text, reading, warnings } = source
  const shape = jsonShape(text)
  if (shape.depth > MAX_DEPTH) return fail({ code: 'too-deep', params: { max: MAX_DEPTH } })
  const [widest] = [...shape.lists].sort((a, b) => b.count - a.count)
  const records = reading.records ?? widest?.path ?? ''
  const known = records === '' || shape.lists.some(({ path }) => path === records)
  if (!known) return fail({ code: 'no-records', params: { value: records } })
  const objects = () => jsonRecords(text, records).map(parsed)
  const columns = columnsOf(objects().take(SAMPLE))
  if (columns.length === 0)
    return fail({
      code: records === '' ? 'not-well-formed' : 'no-records',
      params: { value: records, line: 1, column: 1 },
    })
  const rows = (asked: readonly string[]) => objects().map((value, index) => rowOf(value, index + 1, asked))
  return opened(
    { columns, warnings, rows },
    { ...reading, format: 'json', records },
    shape.lists.slice(0, 20).map(({ path, count }) => ({ name: path, count })),
  )
}

const SAMPLE = 200

function parsed(slice: string): unknown {
  try {
    return JSON.parse(slice)
  } catch {
    return undefined
  }
}

function rowOf(value: unknown, line: number, asked: readonly string[]): RawRow {
  if (!isObject(value))
    return { line, cells: [], problems: [{ code: 'not-well-formed', line, params: { line, column: 1 } }] }
  return { line, cells: asked.map((path) => cellsAlong(value, path)), problems: [] }
}
