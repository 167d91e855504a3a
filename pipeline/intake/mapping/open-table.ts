import { fail, type Result } from '../../model/problem.ts'
import { decode } from '../decode.ts'
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
  readonly bytes: Uint8Array
  readonly mediaType?: string | undefined
  readonly reading: Reading
  /** Columns that are looked for: they tell the separator of a CSV and the line of its heading. */
  readonly wanted?: readonly string[] | undefined
}

/**
 * Opens a file of whatever format as a table. Refuses `empty-file`, `binary-file` { kind }, `unknown-encoding`, `html-instead-of-feed`, what a
 * workbook, a document of XML or a JSON may be refused for, `unknown-sheet` { value, known }, `no-records` { value }.
 */
export async function openTable(opening: Opening): Promise<Result<OpenTable>> {
  const { bytes, reading, mediaType } = opening
  if (bytes.byteLength === 0) return fail({ code: 'empty-file' })
  if (isWorkbook(bytes)) {
    const workbook = await readWorkbook(bytes)
    return workbook.ok ? sheetTable(workbook.value, reading, opening.wanted) : workbook
  }
  const kind = binaryKind(bytes)
  if (kind !== undefined) return fail({ code: 'binary-file', params: { kind } })
  const decoded = reading.encoding === undefined ? decode(bytes, mediaType) : decodeAs(bytes, reading.encoding)
  if (!decoded.ok) return decoded
  const { text, encoding, warnings } = decoded.value
  if (text.trim() === '') return fail({ code: 'empty-file' })
  const source = { text, warnings, reading: { ...reading, encoding }, wanted: opening.wanted }
  const format = reading.format ?? formatOf(text)
  if (format === 'xml') return isPage(text) ? fail({ code: 'html-instead-of-feed' }) : elementTable(source)
  return format === 'json' ? jsonTable(source) : delimitedTable(source)
}

function binaryKind(bytes: Uint8Array): string | undefined {
  const signature = String.fromCharCode(...bytes.subarray(0, 5))
  if (signature.startsWith('PK\u0003\u0004') || signature.startsWith('\u00d0\u00cf\u0011\u00e0')) return 'spreadsheet'
  return signature === '%PDF-' ? 'pdf' : undefined
}

function formatOf(text: string): MappedFormat {
  const start = text.slice(0, 4000).trimStart()
  if (/^<[?!\p{L}_]/u.test(start)) return 'xml'
  return /^(?:\{\s*(?:"|\}|$)|\[\s*(?:[{"[\]]|$))/.test(start) ? 'json' : 'csv'
}

function isPage(text: string): boolean {
  const root = rootOf(text)
  return root?.doctype === 'html' || root?.name.toLowerCase() === 'html'
}
