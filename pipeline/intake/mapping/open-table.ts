import { fail, type Result } from '../../model/problem.ts'
import { type Bytes, byteSource } from '../byte-source.ts'
import { inTurn } from '../in-turn.ts'
import { openText } from '../open-text.ts'
import { firstWords, startOf } from '../text-source.ts'
import { wholeProblem } from '../whole-limits.ts'
import { rootOf } from '../xml-root.ts'
import { decodeAs } from './decode-as.ts'
import { delimitedTable } from './delimited-table.ts'
import { elementTable } from './element-table.ts'
import { jsonTable } from './json-table.ts'
import type { MappedFormat, Reading } from './mapping.ts'
import type { OpenTable } from './raw-table.ts'
import { isWorkbook, readWorkbook } from './read-workbook.ts'
import { sheetTable } from './sheet-table.ts'

/** Bytes, and what is said of how to read them. */
export interface Opening {
  readonly bytes: Bytes
  readonly mediaType?: string | undefined
  readonly reading: Reading
  /** Columns that are looked for: they tell the separator of a CSV and the line of its heading. */
  readonly wanted?: readonly string[] | undefined
}

/**
 * Opens a file of whatever format as a table. Refuses `empty-file`, `binary-file` { kind }, `unknown-encoding`, `html-instead-of-feed`, what a
 * workbook, a document of XML or a JSON may be refused for, `text-too-large` { max, found }, `unknown-sheet` { value, known }, `no-records` { value }.
 */
export async function openTable(opening: Opening): Promise<Result<OpenTable>> {
  const { bytes, reading, mediaType } = opening
  const head = byteSource(bytes).part(0, 5)
  if (head.byteLength === 0) return fail({ code: 'empty-file' })
  if (isWorkbook(bytes)) {
    const workbook = await readWorkbook(bytes)
    return workbook.ok ? sheetTable(workbook.value, reading, opening.wanted) : workbook
  }
  const kind = binaryKind(head)
  if (kind !== undefined) return fail({ code: 'binary-file', params: { kind } })
  const found = reading.encoding === undefined ? openText(bytes, mediaType) : decodeAs(bytes, reading.encoding)
  if (!found.ok) return found
  const { text, encoding, warnings } = found.value
  if (firstWords(text, 1) === '') return fail({ code: 'empty-file' })
  const source = { text, warnings, reading: { ...reading, encoding }, wanted: opening.wanted }
  const start = startOf(text, HEAD).trimStart()
  const format = reading.format ?? formatOf(start)
  if (format === 'csv' || format === 'xlsx') return delimitedTable(source)
  if (format === 'xml') return isPage(start) ? fail({ code: 'html-instead-of-feed' }) : inTurn(elementTable(source))
  const tooLarge = wholeProblem(bytes, 'text')
  return tooLarge === undefined ? jsonTable({ ...source, text: text.whole() }) : fail(tooLarge)
}

const HEAD = 100_000

function binaryKind(head: Uint8Array): string | undefined {
  const signature = String.fromCharCode(...head)
  if (signature.startsWith('PK\u0003\u0004') || signature.startsWith('\u00d0\u00cf\u0011\u00e0')) return 'spreadsheet'
  return signature === '%PDF-' ? 'pdf' : undefined
}

function formatOf(start: string): MappedFormat {
  if (/^<[?!\p{L}_]/u.test(start)) return 'xml'
  return /^(?:\{\s*(?:"|\}|$)|\[\s*(?:[{"[\]]|$))/.test(start) ? 'json' : 'csv'
}

function isPage(text: string): boolean {
  const root = rootOf(text)
  return root?.doctype === 'html' || root?.name.toLowerCase() === 'html'
}
