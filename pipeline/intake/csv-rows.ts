import papaparse, { type ParseResult } from 'papaparse'

/** One row of a CSV as its cells, with the line of the file it begins on. */
export interface CsvRow {
  /** 1-based physical line: a cell of several lines counts them all. */
  readonly line: number
  readonly cells: readonly string[]
  /** `unclosed-quote` swallowed the rest of the file, or `row-too-long`: nothing can be read after such a row. */
  readonly problem?: 'unclosed-quote' | 'row-too-long'
}

/** Longest row read, in characters: beyond, a quote was left open or the file is no table. */
export const MAX_ROW = 1_048_576

const WINDOW = 262_144

/**
 * The rows of a text from a position on, read window by window so that only a little of a large file is ever in cells. Blank lines are
 * counted, not given.
 */
export function* csvRows(text: string, delimiter: string, from = { position: 0, line: 1 }): Generator<CsvRow> {
  const newline = text.includes('\n') ? '\n' : '\r'
  let { position, line } = from
  let size = WINDOW
  while (position < text.length) {
    const last = position + size >= text.length
    const window = text.slice(position, position + size)
    const result = parse(window, { delimiter, newline, last })
    if (result.data.length === 0 && !last) {
      if (size > MAX_ROW) return yield overlong(window, line)
      size *= 4
      continue
    }
    const unclosed = result.errors.some(({ code }) => code === 'MissingQuotes') ? result.data.length - 1 : -1
    const quoted = window.includes('"')
    for (const [index, cells] of result.data.entries()) {
      if (!isBlank(cells)) yield index === unclosed ? { line, cells, problem: 'unclosed-quote' } : { line, cells }
      line += 1 + (quoted ? linesWithin(cells, newline) : 0)
    }
    position += last ? window.length : result.meta.cursor
    size = WINDOW
  }
}

interface Reading {
  readonly delimiter: string
  readonly newline: '\n' | '\r'
  /** The window reaches the end of the file: its last row is whole. */
  readonly last: boolean
}

function parse(window: string, { delimiter, newline, last }: Reading): ParseResult<string[]> {
  return new papaparse.Parser({ delimiter, newline }).parse(window, 0, !last)
}

function overlong(window: string, line: number): CsvRow {
  return { line, cells: [], problem: window.includes('"') ? 'unclosed-quote' : 'row-too-long' }
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell === '' || cell.trim() === '')
}

function linesWithin(cells: readonly string[], newline: string): number {
  let lines = 0
  for (const cell of cells) {
    let found = cell.indexOf(newline)
    while (found !== -1) {
      lines += 1
      found = cell.indexOf(newline, found + 1)
    }
  }
  return lines
}
