import { closeSync, createReadStream, createWriteStream, openSync, readSync, rmSync } from 'node:fs'
import { copyFile, mkdtemp, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { SpipDatabase } from '../../pipeline/intake/spip/tables.ts'
import { fail, type Result } from '../../pipeline/model/problem.ts'
import { dumpTables } from './dump-tables.ts'
import { sqliteTables } from './sqlite-tables.ts'

/** Largest database read once it is unpacked, bytes. */
export const LARGEST_DATABASE = 4 * 1024 ** 3

/**
 * Opens a database of SPIP from a file somebody brought: SQLite, or a dump of SQL, gzipped or not. It is read from a private copy, and nothing
 * in it is run. Problems: `unreadable-file` { file, reason }, `file-too-big` { max }, `not-spip`, `several-prefixes` { found }, `broken-database` { reason }.
 */
export async function openSpip(
  path: string,
  wanted: { readonly prefix?: string | undefined } = {},
): Promise<Result<SpipDatabase>> {
  const folder = await mkdtemp(join(tmpdir(), 'terroir-spip-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const copy = join(folder, 'database')
    if (await beginsWith(path, GZIP))
      await pipeline(createReadStream(path), createGunzip(), atMost(), createWriteStream(copy))
    else await copyFile(path, copy)
    const opened = (await beginsWith(copy, SQLITE))
      ? sqliteTables(copy, wanted.prefix)
      : dumpTables(() => chunksOf(copy), wanted.prefix)
    if (!opened.ok) remove()
    return opened.ok ? { ok: true, value: closing(opened.value, remove) } : opened
  } catch (error) {
    remove()
    if (error instanceof TooBig)
      return fail({ code: 'file-too-big', params: { name: path, max: LARGEST_DATABASE / 1024 ** 2 } })
    const reason: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    return fail({ code: 'unreadable-file', params: { file: path, reason: String(reason ?? error) } })
  }
}

const GZIP = Buffer.from([0x1f, 0x8b])
const SQLITE = Buffer.from('SQLite format 3\0')
const CHUNK = 262_144

class TooBig extends Error {}

function closing(database: SpipDatabase, remove: () => void): SpipDatabase {
  return {
    prefix: database.prefix,
    rows: database.rows,
    get repaired() {
      return database.repaired
    },
    close() {
      database.close()
      remove()
    },
  }
}

async function beginsWith(path: string, signature: Buffer): Promise<boolean> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(signature.length)
    await file.read(head, 0, head.length, 0)
    return head.equals(signature)
  } finally {
    await file.close()
  }
}

// A few kilobytes can be packed from terabytes of nothing.
function atMost(): Transform {
  let length = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length
      if (length > LARGEST_DATABASE) done(new TooBig())
      else done(null, chunk)
    },
  })
}

function* chunksOf(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r')
  try {
    for (;;) {
      const chunk = Buffer.alloc(CHUNK)
      const length = readSync(file, chunk)
      if (length === 0) return
      yield chunk.subarray(0, length)
    }
  } finally {
    closeSync(file)
  }
}
