import papaparse, { type ParseResult } from 'papaparse'
import { holdsSign, type TextSource } from './text-source.ts'

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

const WINDOW = 16_384

/**
 * The rows of a text from a position on, read window by window so that only a little of a large file is ever in memory. Blank lines are
 * counted, not given.
 */
export function* csvRows(text: TextSource, delimiter: string, from = { position: 0, line: 1 }): Generator<CsvRow> {
  const newline = holdsSign(text, '\n') ? '\n' : '\r'
  const ahead = readAhead(text, from.position)
  let { line } = from
  let size = WINDOW
  for (;;) {
    const { window, last } = ahead.show(size)
    if (window === '') return
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
    ahead.pass(last ? window.length : result.meta.cursor)
    size = WINDOW
  }
}

interface Ahead {
  /** What comes next, so long at most, and whether the text ends there. */
  show(size: number): { readonly window: string; readonly last: boolean }
  /** Goes on behind so many characters of what was shown. */
  pass(length: number): void
}

function readAhead(text: TextSource, position: number): Ahead {
  const pieces = Iterator.from(text.pieces())
  let held = ''
  let ended = false
  const fill = (size: number) => {
    while (!ended && held.length <= size) {
      const { done, value = '' } = pieces.next()
      ended = done === true
      held += value
    }
  }
  fill(position)
  held = held.slice(position)
  return {
    show(size) {
      fill(size)
      const last = held.length <= size
      return { window: last ? held : held.slice(0, size), last }
    },
    pass(length) {
      held = held.slice(length)
    },
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
