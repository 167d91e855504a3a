import { createHash, randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type ByteSource, type Bytes, partsOf } from '../../pipeline/intake/byte-source.ts'

/** Keeps a file someone rehearses until they apply it, part by part; answers the digest that names it. */
export async function keepWaiting(files: string, bytes: Bytes): Promise<string> {
  const folder = join(files, 'imports')
  await mkdir(folder, { recursive: true })
  const draft = join(folder, `${randomUUID()}.waiting`)
  const digest = createHash('sha256')
  try {
    const file = await open(draft, 'wx')
    try {
      for (const part of partsOf(bytes, PART)) {
        digest.update(part)
        await file.appendFile(part)
        await setImmediate()
      }
    } finally {
      await file.close()
    }
    const id = digest.digest('hex')
    await rename(draft, join(folder, id))
    return id
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

const PART = 262_144

/** The bytes of a waiting file; undefined when there is none of that name any more. */
export async function readWaiting(files: string, id: string): Promise<Uint8Array | undefined> {
  return isName(id) ? readFile(join(files, 'imports', id)).catch(() => undefined) : undefined
}

/** The same without holding it in memory, opened for each part that is read: nothing has to be closed. */
export async function lookIntoWaiting(files: string, id: string): Promise<ByteSource | undefined> {
  if (!isName(id)) return undefined
  const path = join(files, 'imports', id)
  const found = await stat(path).catch(() => undefined)
  return found && { length: found.size, part: (from, to) => partOf(path, from, Math.min(to, found.size)) }
}

function isName(id: string): boolean {
  return /^[0-9a-f]{64}$/.test(id)
}

function partOf(path: string, from: number, to: number): Uint8Array {
  const file = openSync(path, 'r')
  try {
    const part = Buffer.alloc(Math.max(0, to - from))
    let read = 0
    while (read < part.byteLength) {
      const more = readSync(file, part, { offset: read, position: from + read })
      if (more === 0) break
      read += more
    }
    return part.subarray(0, read)
  } finally {
    closeSync(file)
  }
}
