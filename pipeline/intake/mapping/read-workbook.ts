import { fail, ok, type Result } from '../../model/problem.ts'
import { type Bytes, byteSource, partsOf, wholeBytes } from '../byte-source.ts'
import { decode } from '../decode.ts'
import { wholeProblem } from '../whole-limits.ts'
import { cleanSheet } from './clean-sheet.ts'
import { storeZip } from './store-zip.ts'
import { unzip, type ZipEntry } from './unzip.ts'

/** One sheet of a workbook: its rows from the first on, cells as text. */
export interface Sheet {
  readonly name: string
  readonly rows: readonly (readonly string[])[]
}

/** Whether some bytes are a workbook of Excel or of what saves as it does (`.xlsx`). */
export function isWorkbook(bytes: Bytes): boolean {
  const [p, k, three, four] = byteSource(bytes).part(0, 4)
  if (p !== 0x50 || k !== 0x4b || three !== 3 || four !== 4) return false
  let before = ''
  for (const part of partsOf(bytes, PART)) {
    const text = before + Buffer.from(part).toString('latin1')
    if (text.includes(SIGN)) return true
    before = text.slice(-SIGN.length)
  }
  return false
}

const SIGN = 'xl/workbook.xml'
const PART = 65_536

/**
 * Reads the sheets of a workbook: the values formulas had when it was saved, dates as ISO 8601, numbers without the noise of binary fractions.
 * Problems: `workbook-too-large` { max, found }, `broken-zip`, `zip-bomb`, `broken-workbook`, `too-many-columns`, `too-many-rows`, `doctype-refused`.
 */
export async function readWorkbook(bytes: Bytes): Promise<Result<readonly Sheet[]>> {
  const tooLarge = wholeProblem(bytes, 'workbook')
  if (tooLarge !== undefined) return fail(tooLarge)
  const unpacked = unzip(wholeBytes(bytes), (name) => /\.xml(?:\.rels)?$/.test(name))
  if (!unpacked.ok) return unpacked
  const cleaned: ZipEntry[] = []
  for (const entry of unpacked.value) {
    const clean = cleanEntry(entry)
    if (!clean.ok) return clean
    cleaned.push(clean.value)
  }
  try {
    // Seventy modules that a farm at rest does without.
    const { default: readExcelFile } = await import('read-excel-file/node')
    const sheets = await readExcelFile(storeZip(cleaned), { parseNumber: number, trim: false })
    return ok(sheets.map(({ sheet, data }) => ({ name: sheet, rows: data.map((row) => row.map(textOf)) })))
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 120) : ''
    return fail({ code: 'broken-workbook', params: { reason } })
  }
}

function cleanEntry(entry: ZipEntry): Result<ZipEntry> {
  const decoded = decode(entry.bytes)
  if (!decoded.ok) return fail({ code: 'broken-workbook', params: { reason: entry.name.slice(0, 80) } })
  const { text } = decoded.value
  if (/<!(?:doctype|entity)/i.test(text)) return fail({ code: 'doctype-refused' })
  if (!/^xl\/worksheets\//i.test(entry.name)) return ok(entry)
  const clean = cleanSheet(text)
  return clean.ok ? ok({ name: entry.name, bytes: Buffer.from(clean.value) }) : clean
}

// A SIRET is written 1.92100030000190E13, and 0.1 + 0.2 with sixteen figures.
function number(text: string): string {
  const value = Number(text)
  if (!Number.isFinite(value)) return text
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? BigInt(value).toString() : text
  return String(Number(value.toPrecision(12)))
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return dateText(cell)
  return typeof cell === 'string' ? cell : String(cell)
}

function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return ''
  const [day = '', time = ''] = date.toISOString().split('T')
  const minutes = time.slice(0, 5)
  return minutes === '00:00' ? day : `${day}T${minutes}`
}
