import { inflateRawSync } from 'node:zlib'
import { fail, ok, type Result } from '../../model/problem.ts'

/** A file of an archive, unpacked. */
export interface ZipEntry {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Most that is unpacked of one archive, in bytes, and most files looked at: reading a workbook takes ten times as much memory. */
export const UNZIP_LIMITS = { bytes: 48 * 1024 * 1024, files: 2000 } as const

/**
 * Unpacks the wanted files of a zip archive by its directory, never more than the limits whatever it says of itself. Problems: `broken-zip`,
 * `zip-bomb` { max } in megabytes.
 */
export function unzip(bytes: Uint8Array, wanted: (name: string) => boolean): Result<readonly ZipEntry[]> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const listed = directory(buffer)
  if (listed === undefined) return fail({ code: 'broken-zip' })
  if (listed.length > UNZIP_LIMITS.files) return fail(BOMB)
  const asked = listed.filter(({ name }) => wanted(name))
  if (asked.reduce((sum, { size }) => sum + size, 0) > UNZIP_LIMITS.bytes) return fail(BOMB)
  const entries: ZipEntry[] = []
  let room: number = UNZIP_LIMITS.bytes
  for (const one of asked) {
    const unpacked = unpack(buffer, one, room)
    if (!unpacked.ok) return unpacked
    room -= unpacked.value.byteLength
    entries.push({ name: one.name, bytes: unpacked.value })
  }
  return ok(entries)
}

const BOMB = { code: 'zip-bomb', params: { max: UNZIP_LIMITS.bytes / 1024 / 1024 } }

interface Listed {
  readonly name: string
  readonly method: number
  readonly flags: number
  readonly size: number
  readonly packed: number
  readonly offset: number
}

const END = 0x06054b50
const FILE = 0x02014b50
const LOCAL = 0x04034b50

function directory(buffer: Buffer): readonly Listed[] | undefined {
  const end = buffer.lastIndexOf(Uint8Array.of(0x50, 0x4b, 0x05, 0x06))
  if (end === -1 || end + 22 > buffer.length || buffer.readUInt32LE(end) !== END) return undefined
  const [count, start] = [buffer.readUInt16LE(end + 10), buffer.readUInt32LE(end + 16)]
  const files: Listed[] = []
  let at = start
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > buffer.length || buffer.readUInt32LE(at) !== FILE) return undefined
    const [name, extra, comment] = [28, 30, 32].map((place) => buffer.readUInt16LE(at + place))
    files.push({
      name: buffer.toString('utf8', at + 46, at + 46 + (name ?? 0)),
      flags: buffer.readUInt16LE(at + 8),
      method: buffer.readUInt16LE(at + 10),
      packed: buffer.readUInt32LE(at + 20),
      size: buffer.readUInt32LE(at + 24),
      offset: buffer.readUInt32LE(at + 42),
    })
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0)
  }
  return files
}

function unpack(buffer: Buffer, file: Listed, room: number): Result<Uint8Array> {
  const { offset, packed, method, flags } = file
  const broken = fail({ code: 'broken-zip' })
  if (offset + 30 > buffer.length || buffer.readUInt32LE(offset) !== LOCAL || (flags & 1) === 1) return broken
  const start = offset + 30 + buffer.readUInt16LE(offset + 26) + buffer.readUInt16LE(offset + 28)
  if (start + packed > buffer.length) return broken
  if (file.size > room) return fail(BOMB)
  const content = buffer.subarray(start, start + packed)
  if (method === 0) return content.length > room ? fail(BOMB) : ok(content)
  if (method !== 8) return broken
  try {
    return ok(inflateRawSync(content, { maxOutputLength: Math.max(1, room) }))
  } catch (error) {
    return error instanceof RangeError ? fail(BOMB) : broken
  }
}
