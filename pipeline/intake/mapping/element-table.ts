import { fail, type Result } from '../../model/problem.ts'
import { xmlProblem } from '../xml-guard.ts'
import { childNames, children, parseElement, type XmlElement } from '../xml-tree.ts'
import { cellsAlong } from './cells-along.ts'
import { columnsOf } from './columns-of.ts'
import { elementCounts, type PathCount, recordSlices } from './element-paths.ts'
import { type OpenTable, opened, type RawRow, type TableText } from './raw-table.ts'

/**
 * A document of XML as a table: one row per repeated element, parsed one by one; what it holds as columns `contrat/type`, `@id`. Refuses
 * `doctype-refused`, `too-deep`, `not-well-formed`, and `no-records` { value } where the asked element is not found.
 */
export function elementTable(source: TableText): Result<OpenTable> {
  const { text, reading, warnings } = source
  const problem = xmlProblem(text)
  if (problem !== undefined) return fail(problem)
  const counts = elementCounts(text)
  const records = reading.records ?? likeliest(counts)
  if (!counts.some(({ path }) => same(path, records))) return fail({ code: 'no-records', params: { value: records } })
  const elements = () => parsedElements(recordSlices(text, records))
  const columns = columnsOf(elements().take(SAMPLE))
  const rows = (asked: readonly string[]) => elements().map((element, index) => rowOf(element, index + 1, asked))
  const choices = counts.filter(({ repeats, hasChildren }) => repeats || hasChildren).slice(0, MOST_CHOICES)
  return opened(
    { columns, warnings, rows },
    { ...reading, format: 'xml', records },
    choices.map(({ path, count }) => ({ name: path, count })),
  )
}

const SAMPLE = 200
const MOST_CHOICES = 20

/** Elements are parsed by the hundred: setting up the parser for each would cost more than reading it. */
function* parsedElements(slices: Iterable<string>): Generator<XmlElement | undefined> {
  let batch: string[] = []
  for (const slice of slices) {
    batch.push(slice)
    if (batch.length < 100) continue
    yield* together(batch)
    batch = []
  }
  yield* together(batch)
}

function together(slices: readonly string[]): readonly (XmlElement | undefined)[] {
  const all = parseElement(`<all>${slices.join('')}</all>`)
  const [name = '', ...others] = all === undefined ? [] : childNames(all)
  const elements = children(all, name)
  return elements.length === slices.length && others.length === 0 ? elements : slices.map(parseElement)
}

function same(path: string, asked: string): boolean {
  return path.toLowerCase() === asked.trim().toLowerCase()
}

/** The shallowest element that comes again and holds others; else the one that holds the most. */
function likeliest(counts: readonly PathCount[]): string {
  const repeated = counts.filter(({ repeats, hasChildren }) => repeats && hasChildren)
  const shallowest = Math.min(...repeated.map(({ depth }) => depth))
  const first = repeated.filter(({ depth }) => depth === shallowest).sort((a, b) => b.count - a.count)[0]
  if (first !== undefined) return first.path
  const holding = [...counts].sort((a, b) => b.children - a.children)[0]
  return holding?.path ?? ''
}

function rowOf(element: XmlElement | undefined, line: number, asked: readonly string[]): RawRow {
  if (element === undefined)
    return { line, cells: [], problems: [{ code: 'not-well-formed', line, params: { line, column: 1 } }] }
  return { line, cells: asked.map((path) => cellsAlong(element, path)), problems: [] }
}
