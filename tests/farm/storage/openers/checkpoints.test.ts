import { existsSync, mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openSqlite } from '../../../../farm/storage/openers/open-sqlite.ts'
import type { Storage } from '../../../../farm/storage/storage.ts'

const terms = (entry: number, count: number) => Array.from({ length: count }, (_, i) => ({ entry, term: `term:${i}` }))

async function open(): Promise<{ storage: Storage; file: string }> {
  const file = join(mkdtempSync(join(tmpdir(), 'terroir-log-')), 'farm.sqlite')
  return { storage: await openSqlite(file), file }
}

describe('The log of SQLite', () => {
  it('is written back into the file beside the work where much is written, so that it never grows for long', async () => {
    const { storage, file } = await open()
    const { write, tables } = storage
    for (let entry = 1; entry <= 60; entry += 1) {
      await write(({ bulk }) => bulk(tables.entryTerms, terms(entry, 500)))
      await setTimeout(5)
    }
    const written = 60 * 500 * 12
    expect(statSync(`${file}-wal`).size).toBeLessThan(16_000 * 4_096)
    // The log itself was begun anew: it is shorter than all that went through it, and the file holds the rows.
    expect(statSync(file).size).toBeGreaterThan(written)
    await storage.close()
  })

  it('is gone once the farm is closed, and nothing with it', async () => {
    const { storage, file } = await open()
    await storage.write(({ bulk }) => bulk(storage.tables.entryTerms, terms(1, 5_000)))
    await storage.close()
    expect(existsSync(`${file}-wal`)).toBe(false)
    const again = await openSqlite(file)
    expect(await again.read.select().from(again.tables.entryTerms)).toHaveLength(5_000)
    await again.close()
  })
})
