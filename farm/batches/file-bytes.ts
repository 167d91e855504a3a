import { randomUUID } from 'node:crypto'
import { readSync } from 'node:fs'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ByteSource } from '../../pipeline/intake/byte-source.ts'

/** The bytes of a file, read part by part; to be closed. */
export interface FileBytes extends ByteSource {
  close(): Promise<void>
}

/** Opens the bytes of a file. */
export async function openFileBytes(path: string): Promise<FileBytes> {
  const file = await open(path, 'r')
  return fileBytes(file, (await file.stat()).size)
}

/**
 * Writes what comes into a file of no name, below a folder: it is gone with the one who opened it, however they end. Whatever the pieces throw
 * is thrown, and nothing stays.
 */
export async function scratchFile(folder: string, pieces: AsyncIterable<Uint8Array>): Promise<FileBytes> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${randomUUID()}.scratch`)
  const file = await open(path, 'wx+', 0o600)
  try {
    await rm(path)
    let length = 0
    for await (const piece of pieces) {
      await file.appendFile(piece)
      length += piece.byteLength
    }
    return fileBytes(file, length)
  } catch (error) {
    await file.close()
    throw error
  }
}

const PART = 262_144

function fileBytes(file: FileHandle, length: number): FileBytes {
  // Small parts share one buffer: hundreds of them made and thrown away would stay with the process.
  const shared = Buffer.alloc(Math.min(PART, length))
  return {
    length,
    part(from, to) {
      const size = Math.max(0, Math.min(to, length) - from)
      const shares = size < length && size <= shared.byteLength
      const part = shares ? shared.subarray(0, size) : Buffer.alloc(size)
      let read = 0
      while (read < part.byteLength) {
        const more = readSync(file.fd, part, { offset: read, position: from + read })
        if (more === 0) break
        read += more
      }
      return part.subarray(0, read)
    },
    close: () => file.close(),
  }
}
