import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { constants, createZstdCompress, createZstdDecompress, zstdDecompress } from 'node:zlib'
import { type Bytes, partsOf } from '../../pipeline/intake/byte-source.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { type FileBytes, scratchFile } from './file-bytes.ts'

const decompress = promisify(zstdDecompress)

const PART = 65_536
const TURN = 64 * PART
const CHECKED = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }

/** Keeps what came in as it came, compressed; answers the digest (SHA-256) that names it. The same bytes are kept once. */
export async function keepInput(files: string, bytes: Bytes): Promise<string> {
  const id = await digestOf(bytes)
  const path = pathOf(files, id)
  if (await stat(path).catch(() => undefined)) return id
  await mkdir(folderOf(files), { recursive: true })
  // Written beside, then renamed: nobody ever reads half a file.
  const draft = `${path}.${randomUUID()}`
  try {
    await pipeline(Readable.from(copies(bytes)), createZstdCompress(CHECKED), createWriteStream(draft))
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  return id
}

/**
 * Opens the bytes of a kept input, to be closed, without holding them in memory. Problem: `input-gone` where the disk lost them, or some of
 * them: what is left is forgotten, so that the same file can be sent again.
 */
export async function openInput(files: string, id: string): Promise<Result<FileBytes>> {
  const path = pathOf(files, id)
  if (!(await stat(path).catch(() => undefined))) return fail({ code: 'input-gone' })
  try {
    const unpack = (pieces: AsyncIterable<Uint8Array>) => scratchFile(folderOf(files), pieces)
    return ok(await pipeline(createReadStream(path), createZstdDecompress(), unpack))
  } catch (error) {
    if (!isDamage(error)) throw error
    await forgetInput(files, id)
    return fail({ code: 'input-gone' })
  }
}

/** The bytes of a kept input as a whole; throws when the disk lost them. */
export async function readInput(files: string, id: string): Promise<Uint8Array> {
  return decompress(await readFile(pathOf(files, id)))
}

/** Forgets a kept input. */
export async function forgetInput(files: string, id: string): Promise<void> {
  await rm(pathOf(files, id), { force: true })
}

/** Where inputs are kept. */
export function folderOf(files: string): string {
  return join(files, 'imports')
}

function copies(bytes: Bytes): IteratorObject<Buffer> {
  return partsOf(bytes, PART).map((part) => Buffer.from(part))
}

async function digestOf(bytes: Bytes): Promise<string> {
  const digest = createHash('sha256')
  let before = 0
  for (const part of partsOf(bytes, PART)) {
    digest.update(part)
    before += part.byteLength
    // Requests get their turn.
    if (before % TURN === 0) await setImmediate()
  }
  return digest.digest('hex')
}

function pathOf(files: string, id: string): string {
  if (!/^[0-9a-f]{64}$/.test(id)) throw new Error('not the digest of a kept input')
  return join(folderOf(files), `${id}.zst`)
}

function isDamage(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' && /^(?:Z|ZSTD)_/.test(code)
}
