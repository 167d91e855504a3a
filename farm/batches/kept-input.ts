import { hash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** Keeps what came in as it came, compressed; answers the digest (SHA-256) that names it. The same bytes are kept once. */
export async function keepInput(files: string, bytes: Uint8Array): Promise<string> {
  const id = hash('sha256', bytes, 'hex')
  const path = pathOf(files, id)
  if (await stat(path).catch(() => undefined)) return id
  await mkdir(folderOf(files), { recursive: true })
  // Written beside, then renamed: nobody ever reads half a file.
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, await compress(bytes))
  await rename(draft, path)
  return id
}

/** The bytes of a kept input; throws when the disk lost them. */
export async function readInput(files: string, id: string): Promise<Uint8Array> {
  return decompress(await readFile(pathOf(files, id)))
}

/** Forgets a kept input. */
export async function forgetInput(files: string, id: string): Promise<void> {
  await rm(pathOf(files, id), { force: true })
}

function folderOf(files: string): string {
  return join(files, 'imports')
}

function pathOf(files: string, id: string): string {
  if (!/^[0-9a-f]{64}$/.test(id)) throw new Error('not the digest of a kept input')
  return join(folderOf(files), `${id}.zst`)
}
