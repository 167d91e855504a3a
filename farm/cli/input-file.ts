import { readFile, stat } from 'node:fs/promises'
import type { Bytes } from '../../pipeline/intake/byte-source.ts'
import { openFileBytes } from '../batches/file-bytes.ts'
import { type Call, refusal } from './command.ts'
import { readStandardInput } from './terminal.ts'

/** The bytes of a file, or of standard input for `-` or nothing; a file that cannot be read is a problem. */
export async function readInput(path: string | undefined): Promise<Uint8Array> {
  if (path === undefined || path === '-') return readStandardInput()
  return readable(path, () => readFile(path))
}

/** Does some work on the bytes of a file, read part by part, or of standard input; a file that cannot be read is a problem. */
export async function withInput<T>(path: string, work: (bytes: Bytes) => Promise<T>): Promise<T> {
  // A pipe has no places to read from.
  if (path === '-' || !(await readable(path, () => stat(path))).isFile()) return work(await readInput(path))
  const file = await readable(path, () => openFileBytes(path))
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}

async function readable<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    const reason: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    throw refusal([{ code: 'unreadable-file', params: { file: path, reason: String(reason ?? error) } }])
  }
}

/** The JSON of a file or of standard input. */
export async function readJsonInput(path: string | undefined, { words }: Pick<Call, 'words'>): Promise<unknown> {
  const text = Buffer.from(await readInput(path)).toString('utf8')
  try {
    return JSON.parse(text)
  } catch (error) {
    const file = path ?? words('cli.standard-input')
    const message = error instanceof Error ? error.message : String(error)
    throw refusal([{ code: 'not-json', params: { file, message } }])
  }
}
