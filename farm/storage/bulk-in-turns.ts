import { setImmediate } from 'node:timers/promises'
import type { InferInsertModel } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { OnConflict, Storage, Writer } from './storage.ts'

// About a millisecond of work.
const AT_ONCE = 60

/**
 * Inserts many rows in short runs. SQLite works within our own process: between the runs whoever reads gets their turn, and sees what stood
 * before the transaction; PostgreSQL works in its own, and takes them at once.
 */
export async function bulkInTurns<Table extends SQLiteTable>(
  { dialect }: Pick<Storage, 'dialect'>,
  { bulk }: Pick<Writer, 'bulk'>,
  {
    into,
    rows,
    onConflict,
  }: {
    readonly into: Table
    readonly rows: readonly InferInsertModel<Table>[]
    readonly onConflict: OnConflict
  },
): Promise<void> {
  const atOnce = dialect === 'sqlite' ? AT_ONCE : rows.length
  for (let i = 0; i < rows.length; i += atOnce) {
    await bulk(into, rows.slice(i, i + atOnce), onConflict)
    if (i + atOnce < rows.length) await setImmediate()
  }
}
