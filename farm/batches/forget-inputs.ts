import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { and, eq, inArray, isNotNull, lt } from 'drizzle-orm'
import { forgetBatch } from '../storage/gateways/batch-store.ts'
import type { Storage } from '../storage/storage.ts'
import { forgetInput, inputsFolder } from './kept-input.ts'

const DAY = 86_400_000

/** Raw input is kept so long, days. */
export const INPUT_DAYS = 90

/**
 * Forgets raw inputs, and rehearsals nobody applied, after ninety days; an input that a younger batch came by stays. What a crash left
 * half written goes after a day.
 */
export async function forgetInputs(
  { storage, files }: { readonly storage: Storage; readonly files: string },
  now: number,
): Promise<void> {
  const { batches } = storage.tables
  await forgetDrafts(inputsFolder(files), now - DAY)
  const before = now - INPUT_DAYS * DAY
  const old = await storage.read
    .select({ id: batches.id, input: batches.input, state: batches.state })
    .from(batches)
    .where(and(isNotNull(batches.input), lt(batches.startedAt, before)))
    .limit(1000)
  for (const { id, state } of old) {
    const idle = state === 'rehearsed' || state === 'rehearsing'
    await storage.write(async (writer) => {
      if (idle) await forgetBatch(storage.tables, writer, id)
      else await writer.db.update(batches).set({ input: null }).where(eq(batches.id, id))
    })
  }
  const inputs = [...new Set(old.flatMap(({ input }) => input ?? []))]
  if (inputs.length === 0) return
  const used = await storage.read.select({ input: batches.input }).from(batches).where(inArray(batches.input, inputs))
  const kept = new Set(used.map(({ input }) => input))
  for (const input of inputs) if (!kept.has(input)) await forgetInput(files, input)
}

async function forgetDrafts(folder: string, before: number): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((one) => !WHOLE.test(one))) {
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (found && found.mtimeMs < before) await rm(join(folder, name), { force: true })
  }
}

const WHOLE = /^[0-9a-f]{64}(?:\.zst)?$/
