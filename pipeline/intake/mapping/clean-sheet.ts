import { fail, ok, type Result } from '../../model/problem.ts'
import { MOST_COLUMNS } from './heading-line.ts'

/** Most rows of a sheet, and most cells its corner may span. */
export const SHEET_LIMITS = { rows: 200_000, columns: MOST_COLUMNS, cells: 5_000_000 } as const

/**
 * XML of a sheet with only the cells that hold something: a format laid on a whole row reaches sixteen thousand columns. Problems:
 * `too-many-columns` { max, found }, `too-many-rows` { max, found }, `broken-workbook`.
 */
export function cleanSheet(xml: string): Result<string> {
  const pieces: string[] = []
  const corner = { row: 0, column: 0 }
  let [kept, row, column] = [0, 0, 0]
  ELEMENTS.lastIndex = 0
  for (let found = ELEMENTS.exec(xml); found !== null; found = ELEMENTS.exec(xml)) {
    const [tag, name, attributes = ''] = found
    const reference = /\sr=["']([^"']*)["']/.exec(attributes)?.[1]
    if (name === 'row') {
      row = reference === undefined ? row + 1 : Number(reference)
      column = 0
      if (!Number.isInteger(row)) return fail({ code: 'broken-workbook' })
      if (row > SHEET_LIMITS.rows * 10) return fail(tooMany('rows', row))
      continue
    }
    const place = reference === undefined ? { row, column: column + 1 } : placeOf(reference)
    if (place === undefined) return fail({ code: 'broken-workbook' })
    column = place.column
    const end = endOf(xml, found.index, tag)
    const holds = end > ELEMENTS.lastIndex && HELD.test(xml.slice(ELEMENTS.lastIndex, end))
    if (holds) {
      corner.row = Math.max(corner.row, place.row)
      corner.column = Math.max(corner.column, place.column)
    } else if (reference !== undefined) {
      pieces.push(xml.slice(kept, found.index))
      kept = end
    }
    ELEMENTS.lastIndex = end
  }
  pieces.push(xml.slice(kept))
  const problem = cornerProblem(corner)
  return problem === undefined ? ok(withoutFarRows(pieces.join(''), corner.row)) : fail(problem)
}

const ELEMENTS = /<(?:\w{1,20}:)?(row|c)((?:[\s/][^<>]*)?)>/g
const HELD = /<(?:\w{1,20}:)?(?:v|is)[\s>]/

function endOf(xml: string, start: number, tag: string): number {
  const after = start + tag.length
  if (tag.endsWith('/>')) return after
  const name = /^<((?:\w{1,20}:)?c)/.exec(tag)?.[1] ?? 'c'
  const closing = `</${name}>`
  const end = xml.indexOf(closing, after)
  return end === -1 ? xml.length : end + closing.length
}

function placeOf(reference: string): { readonly row: number; readonly column: number } | undefined {
  const [, letters = '', figures] = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference) ?? []
  if (figures === undefined) return undefined
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
  return { row: Number(figures), column }
}

function cornerProblem({ row, column }: { readonly row: number; readonly column: number }) {
  if (column > SHEET_LIMITS.columns) return tooMany('columns', column)
  return row > SHEET_LIMITS.rows || row * column > SHEET_LIMITS.cells ? tooMany('rows', row) : undefined
}

function tooMany(what: 'rows' | 'columns', found: number) {
  if (what === 'columns') return { code: 'too-many-columns', params: { max: SHEET_LIMITS.columns, found } }
  return { code: 'too-many-rows', params: { max: SHEET_LIMITS.rows, found } }
}

// Rows without a cell after the last that holds something would be made all the same.
function withoutFarRows(xml: string, last: number): string {
  return xml.replace(
    /<(?:\w{1,20}:)?row((?:\s[^<>]*)?)(?:\/>|>\s{0,50}<\/(?:\w{1,20}:)?row>)/g,
    (tag, attributes: string) => {
      const reference = /\sr=["'](\d{1,9})["']/.exec(attributes)?.[1]
      return reference !== undefined && Number(reference) > last ? '' : tag
    },
  )
}
