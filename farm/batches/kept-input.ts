import { createHash } from 'node:crypto'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type Bytes, partsOf, wholeBytes } from '../../pipeline/intake/byte-source.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { FileBytes } from './file-bytes.ts'
import { openPacked, writePacked } from './packed-file.ts'

/** Keeps what came in as it came, compressed; answers the digest (SHA-256) that names it. The same bytes are kept once. */
export async function keepInput(files: string, bytes: Bytes): Promise<string> {
  const id = await digestOf(bytes)
  const path = pathOf(files, id)
  if (await stat(path).catch(() => undefined)) return id
  await mkdir(inputsFolder(files), { recursive: true })
  await writePacked(path, bytes)
  return id
}

/**
 * Opens the bytes of a kept input, to be closed, without holding them in memory. Problem: `input-gone` where the disk lost them, or their
 * end: what is left is forgotten, so that the same file can be sent again.
 */
export async function openInput(files: string, id: string): Promise<Result<FileBytes>> {
  const path = pathOf(files, id)
  if (!(await stat(path).catch(() => undefined))) return fail({ code: 'input-gone' })
  const opened = await openPacked(path)
  if (opened) return ok(opened)
  await forgetInput(files, id)
  return fail({ code: 'input-gone' })
}

/** The bytes of a kept input as a whole; throws when the disk lost them. */
export async function readInput(files: string, id: string): Promise<Uint8Array> {
  const opened = await openInput(files, id)
  if (!opened.ok) throw new Error('kept input is gone')
  try {
    return wholeBytes(opened.value)
  } finally {
    await opened.value.close()
  }
}

/** Forgets a kept input. */
export async function forgetInput(files: string, id: string): Promise<void> {
  await rm(pathOf(files, id), { force: true })
}

/** Where inputs are kept. */
export function inputsFolder(files: string): string {
  return join(files, 'imports')
}

const PART = 65_536
const TURN = 64 * PART

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
  return join(inputsFolder(files), `${id}.zst`)
}
