import { hash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { eq, inArray } from 'drizzle-orm'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { fileName } from '../../pipeline/model/written/file-names.ts'
import type { Storage } from '../storage/storage.ts'
import { isImage, mediaTypeOf } from './media-type.ts'

/** A file the farm keeps; `id` is the SHA-256 of its bytes in hexadecimal. */
export type KeptFile = Storage['tables']['files']['$inferSelect']

/** What keeping files works with. */
export interface FileRoom {
  readonly storage: Storage
  /** Folder the bytes are kept in. */
  readonly files: string
  now(): number
}

/** Largest file kept, bytes. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024

/**
 * Keeps an uploaded file under the digest of its bytes: twice the same file takes its place once. What it is comes from
 * its bytes. Problems: `empty-file`, `file-too-big`, `not-an-image`, `file-type-refused`.
 */
export async function keepFile(
  room: FileRoom,
  asked: {
    readonly name: string
    readonly bytes: Uint8Array
    readonly wanted: 'image' | 'document'
    readonly organisation: string
    readonly person: number | null
  },
): Promise<Result<KeptFile>> {
  const name = fileName(asked.name)
  const checked = acceptable(asked.bytes, name, asked.wanted)
  if (!checked.ok) return checked
  const kept: KeptFile = {
    id: hash('sha256', asked.bytes, 'hex'),
    name,
    mediaType: checked.value,
    size: asked.bytes.byteLength,
    organisation: asked.organisation,
    person: asked.person,
    createdAt: room.now(),
  }
  await putBytes(pathOf(room, kept.id), asked.bytes)
  await room.storage.write(({ bulk }) => bulk(room.storage.tables.files, [kept], 'keep'))
  return ok(kept)
}

/** What is known of a kept file, without its bytes. */
export async function findFile(
  { storage }: { readonly storage: Pick<Storage, 'read' | 'tables'> },
  id: string,
): Promise<KeptFile | undefined> {
  const { files } = storage.tables
  const [row] = await storage.read.select().from(files).where(eq(files.id, id))
  return row
}

/** What is known of several kept files, by their ids. */
export async function findFiles(
  { storage }: { readonly storage: Pick<Storage, 'read' | 'tables'> },
  ids: readonly string[],
): Promise<ReadonlyMap<string, KeptFile>> {
  const { files } = storage.tables
  if (ids.length === 0) return new Map()
  const rows = await storage.read
    .select()
    .from(files)
    .where(inArray(files.id, [...new Set(ids)]))
  return new Map(rows.map((row) => [row.id, row]))
}

/** The bytes of a kept file; throws when the disk lost them. */
export function readKeptBytes(room: Pick<FileRoom, 'files'>, { id }: Pick<KeptFile, 'id'>): Promise<Buffer> {
  return readFile(pathOf(room, id))
}

function acceptable(bytes: Uint8Array, name: string, wanted: 'image' | 'document'): Result<string> {
  if (bytes.byteLength === 0) return fail({ code: 'empty-file', params: { name } })
  const megabytes = MAX_FILE_BYTES / 1024 / 1024
  if (bytes.byteLength > MAX_FILE_BYTES) return fail({ code: 'file-too-big', params: { name, max: megabytes } })
  const mediaType = mediaTypeOf(bytes, name)
  if (wanted === 'image' && !(mediaType && isImage(mediaType))) return fail({ code: 'not-an-image', params: { name } })
  return mediaType === undefined ? fail({ code: 'file-type-refused', params: { name } }) : ok(mediaType)
}

function pathOf({ files }: Pick<FileRoom, 'files'>, id: string): string {
  if (!/^[0-9a-f]{64}$/.test(id)) throw new Error('not the id of a kept file')
  return join(files, id.slice(0, 2), id)
}

// Written beside, then renamed: nobody ever reads half a file.
async function putBytes(path: string, bytes: Uint8Array): Promise<void> {
  const there = await stat(path).catch(() => undefined)
  if (there?.size === bytes.byteLength) return
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, bytes)
  await rename(draft, path)
}
