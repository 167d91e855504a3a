import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompressSync } from 'node:zlib'
import { type Bytes, partsOf } from '../../pipeline/intake/byte-source.ts'
import { type FileBytes, openFileBytes } from './file-bytes.ts'

const compress = promisify(zstdCompress)

/** Packed apart from the others, so that any place is read without what stands before it. */
const FRAME = 262_144
const CHECKED = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }

/**
 * Writes bytes into a compressed file, in the seekable format of Zstandard: `zstd -d` reads it too. Written beside, then renamed: nobody
 * ever reads half of it.
 */
export async function writePacked(path: string, bytes: Bytes): Promise<void> {
  const draft = `${path}.${randomUUID()}`
  const file = await open(draft, 'wx')
  try {
    const frames: Frame[] = []
    for (const part of partsOf(bytes, FRAME)) {
      const size = part.byteLength
      const packed = await compress(part, CHECKED)
      await file.appendFile(packed)
      frames.push({ packed: packed.byteLength, size })
    }
    await file.appendFile(tableOf(frames))
    await file.close()
    await rename(draft, path)
  } catch (error) {
    await file.close()
    await rm(draft, { force: true })
    throw error
  }
}

/** Opens such a file, to be closed; nothing where it is no such file, or not whole. Reading a damaged part of it throws. */
export async function openPacked(path: string): Promise<FileBytes | undefined> {
  const file = await openFileBytes(path)
  let frames: readonly Placed[] | undefined
  try {
    frames = readTable(file)
  } finally {
    if (!frames) await file.close()
  }
  return frames && unpacked(file, frames)
}

/** Whether an error says that what was packed is damaged. */
export function isDamage(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' && /^(?:Z|ZSTD)_/.test(code)
}

interface Frame {
  readonly packed: number
  readonly size: number
}

interface Placed extends Frame {
  /** Where it begins, packed and unpacked. */
  readonly at: number
  readonly from: number
}

// A skippable frame: one pair of sizes per frame, then how many there are and a sign.
const SKIPPABLE = 0x184d2a5e
const SEEKABLE = 0x8f92eab1
const [HEAD, ENTRY, FOOT] = [8, 8, 9]

function tableOf(frames: readonly Frame[]): Buffer {
  const table = Buffer.alloc(HEAD + frames.length * ENTRY + FOOT)
  table.writeUInt32LE(SKIPPABLE, 0)
  table.writeUInt32LE(table.byteLength - HEAD, 4)
  for (const [index, { packed, size }] of frames.entries()) {
    table.writeUInt32LE(packed, HEAD + index * ENTRY)
    table.writeUInt32LE(size, HEAD + index * ENTRY + 4)
  }
  table.writeUInt32LE(frames.length, table.byteLength - FOOT)
  table.writeUInt32LE(SEEKABLE, table.byteLength - 4)
  return table
}

function readTable(file: FileBytes): readonly Placed[] | undefined {
  const foot = Buffer.from(file.part(Math.max(0, file.length - FOOT), file.length))
  if (foot.byteLength !== FOOT || foot.readUInt32LE(5) !== SEEKABLE) return undefined
  const count = foot.readUInt32LE(0)
  const start = file.length - HEAD - count * ENTRY - FOOT
  if (start < 0) return undefined
  const table = Buffer.from(file.part(start, file.length))
  const frames: Placed[] = []
  let [at, from] = [0, 0]
  for (let index = 0; index < count; index += 1) {
    const [packed, size] = [0, 4].map((place) => table.readUInt32LE(HEAD + index * ENTRY + place))
    frames.push({ packed: packed ?? 0, size: size ?? 0, at, from })
    at += packed ?? 0
    from += size ?? 0
  }
  return at === start ? frames : undefined
}

function unpacked(file: FileBytes, frames: readonly Placed[]): FileBytes {
  const last = frames.at(-1)
  const length = last === undefined ? 0 : last.from + last.size
  let held: { readonly frame: Placed; readonly bytes: Uint8Array } | undefined
  const bytesOf = (frame: Placed) => {
    if (held?.frame !== frame) {
      const packed = file.part(frame.at, frame.at + frame.packed)
      held = { frame, bytes: zstdDecompressSync(packed, { maxOutputLength: Math.max(1, frame.size) }) }
    }
    return held.bytes
  }
  const part = (from: number, to: number) => {
    const pieces = frames
      .slice(Math.floor(from / FRAME), Math.ceil(to / FRAME))
      .map((frame) => bytesOf(frame).subarray(Math.max(0, from - frame.from), to - frame.from))
    const [first = new Uint8Array()] = pieces
    return pieces.length < 2 ? first : Buffer.concat(pieces)
  }
  return { length, part, close: file.close }
}
