import type { ExportedList } from '../../exports/exported.ts'
import { type FormatName, writeExport } from '../../exports/formats.ts'

/** The whole export as bytes. */
export async function bytesOf(format: FormatName, list: ExportedList): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of writeExport(format, list)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** The whole export as text. */
export async function textOf(format: FormatName, list: ExportedList): Promise<string> {
  return (await bytesOf(format, list)).toString('utf8')
}
