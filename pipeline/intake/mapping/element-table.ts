import { fail, type Result } from '../../model/problem.ts'
import { parsedElements, type ReadElement } from '../parsed-elements.ts'
import { type PathCount, surveyXml } from '../survey-xml.ts'
import { slicesAt } from '../xml-slices.ts'
import type { XmlElement } from '../xml-tree.ts'
import { cellsAlong } from './cells-along.ts'
import { columnsOf } from './columns-of.ts'
import { type OpenTable, opened, type RawRow, type TableSource } from './raw-table.ts'

/**
 * A document of XML as a table: one row per repeated element, parsed one by one; what it holds as columns `contrat/type`, `@id`. Refuses
 * what `surveyXml` refuses, and `no-records` { value } where the asked element is not found.
 */
export function* elementTable(source: TableSource): Generator<void, Result<OpenTable>> {
  const { text, reading, warnings } = source
  const surveyed = yield* surveyXml(text)
  if (!surveyed.ok) return surveyed
  const counts = surveyed.value
  const records = reading.records ?? likeliest(counts)
  if (!counts.some(({ path }) => same(path, records))) return fail({ code: 'no-records', params: { value: records } })
  const elements = () => parsedElements(slicesAt(text, records))
  const columns = columnsOf(elements().map(elementOf).take(SAMPLE))
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

function elementOf(read: ReadElement): XmlElement | undefined {
  return 'problem' in read ? undefined : read.element
}

function rowOf(read: ReadElement, line: number, asked: readonly string[]): RawRow {
  if ('problem' in read) return { line, cells: [], problems: [{ ...read.problem, line }] }
  return { line, cells: asked.map((path) => cellsAlong(read.element, path)), problems: [] }
}
