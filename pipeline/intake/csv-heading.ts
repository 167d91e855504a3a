import papaparse from 'papaparse'
import { type CsvRow, csvRows } from './csv-rows.ts'
import { startOf, type TextSource } from './text-source.ts'

/** How a CSV is laid out: what separates its cells, its heading, and where its rows begin. */
export interface CsvHeading {
  readonly delimiter: string
  /** Headings as written, trimmed. */
  readonly names: readonly string[]
  readonly rows: () => IteratorObject<CsvRow>
  readonly problem?: CsvRow['problem'] | undefined
}

/**
 * The heading of a CSV separated by `;`, `,`, tab or `|`: whichever gives the most headings that `isKnown`, then the most even rows.
 * The `sep=;` line of Excel is obeyed.
 */
export function csvHeading(text: TextSource, isKnown: (heading: string) => boolean): CsvHeading {
  const { said, ...from } = separatorLine(text)
  const delimiter = said ?? bestDelimiter(startOf(text, from.position + SAMPLE).slice(from.position), isKnown)
  const [heading] = csvRows(text, delimiter, from)
  const rows = () => csvRows(text, delimiter, from).drop(1)
  return { delimiter, names: (heading?.cells ?? []).map((cell) => cell.trim()), rows, problem: heading?.problem }
}

/** What the `sep=;` line of Excel says, and where the table begins behind it. */
export function separatorLine(text: TextSource): {
  readonly said?: string | undefined
  readonly position: number
  readonly line: number
} {
  const [line = '', said] = /^\s*sep=(.)\r?(?:\n|$)/i.exec(startOf(text, 20)) ?? []
  return { said, position: line.length, line: line === '' ? 1 : line.split('\n').length }
}

const DELIMITERS = [';', ',', '\t', '|'] as const
const SAMPLE = 65_536

function bestDelimiter(sample: string, isKnown: (heading: string) => boolean): string {
  const scores = DELIMITERS.map((delimiter) => score(sample, delimiter, isKnown))
  const best = Math.max(...scores)
  return DELIMITERS[scores.indexOf(best)] ?? ';'
}

function score(sample: string, delimiter: string, isKnown: (heading: string) => boolean): number {
  const rows = papaparse.parse<string[]>(sample, { delimiter, preview: 20, skipEmptyLines: 'greedy' }).data
  const [heading = [], ...others] = rows
  if (heading.length < 2) return 0
  const even = others.filter((row) => row.length === heading.length).length / Math.max(1, others.length)
  return heading.filter(isKnown).length * 10_000 + (even + 0.01) * Math.min(heading.length, 500)
}
