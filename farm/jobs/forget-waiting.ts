import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { eq, like } from 'drizzle-orm'
import { INPUT_DAYS } from '../batches/forget-inputs.ts'
import type { Farm } from '../open-farm.ts'
import type { SpipImport } from '../spip/imports.ts'

const DAY = 86_400_000

/**
 * Forgets what waited for a person as long as raw input is kept: files brought to be mapped, news of hubs, SPIP sites at the desk with what
 * was told of them. What an operator put into the folder `spip` is theirs, and stays; what came of an import is told by its batches.
 */
export async function forgetWaiting({ storage, files }: Pick<Farm, 'storage' | 'files'>, now: number): Promise<void> {
  const before = now - INPUT_DAYS * DAY
  const folder = join(files, 'imports')
  for (const name of await readdir(folder).catch(() => [])) {
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (found && found.mtimeMs < before) await rm(join(folder, name), { force: true })
  }
  const { meta } = storage.tables
  for (const { key, value } of await storage.read.select().from(meta).where(like(meta.key, 'spip-import:%'))) {
    const { askedAt, state }: Pick<SpipImport, 'askedAt' | 'state'> = JSON.parse(value)
    if (askedAt >= before || state === 'under-way') continue
    await storage.write(async ({ db }) => void (await db.delete(meta).where(eq(meta.key, key))))
  }
}
