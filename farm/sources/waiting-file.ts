import { hash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Keeps a file someone rehearses until they apply it; answers the digest that names it. */
export async function keepWaiting(files: string, bytes: Uint8Array): Promise<string> {
  const id = hash('sha256', bytes, 'hex')
  await mkdir(join(files, 'imports'), { recursive: true })
  await writeFile(join(files, 'imports', id), bytes)
  return id
}

/** The bytes of a waiting file; undefined when there is none of that name any more. */
export async function readWaiting(files: string, id: string): Promise<Uint8Array | undefined> {
  if (!/^[0-9a-f]{64}$/.test(id)) return undefined
  return readFile(join(files, 'imports', id)).catch(() => undefined)
}
