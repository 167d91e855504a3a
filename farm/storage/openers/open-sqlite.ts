import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type BetterSqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { bulkInsert } from '../bulk-insert.ts'
import type { Storage, Writer } from '../storage.ts'
import { sqliteKit } from '../tables/column-kit.ts'
import { defineTables } from '../tables/tables.ts'
import { startCheckpoints } from './checkpoints.ts'
import { idReserve } from './id-reserve.ts'
import { migrationsFolder } from './migrations.ts'
import { type Committing, threadedWriting } from './open-sqlite-writer.ts'
import { sqliteSearch } from './search-sqlite.ts'
import { openConnection } from './sqlite-connection.ts'

/**
 * Opens (or creates) a farm's SQLite file and brings its schema up to date: WAL, one writing connection behind a queue, with another
 * in a thread for what writes thousands of rows, and one read-only connection. `:memory:` is not offered: readers could not see it.
 */
export async function openSqlite(file: string): Promise<Storage> {
  mkdirSync(dirname(file), { recursive: true })
  const writing = openConnection(file, false)
  const writeDb = drizzle({ client: writing })
  migrate(writeDb, { migrationsFolder: migrationsFolder('sqlite') })
  const reading = openConnection(file, true)
  const tables = defineTables(sqliteKit)
  const writer: Writer = {
    db: writeDb,
    bulk: bulkInserter(writing),
    run: async (statement) => void writeDb.run(statement),
  }
  const checkpoints = startCheckpoints(file)
  const thread = threadedWriting(file)
  const foreign = watchOthers(writing)
  const rows = writing.prepare('select total_changes()').pluck()
  const inTurn = oneByOne()
  let inThread: Promise<unknown> = Promise.resolve()
  const write: Storage['write'] = (work) =>
    inTurn(async () => {
      await inThread
      await foreign.told()
      return inTransaction(writing, { writer, work, written: () => checkpoints.written(Number(rows.get())) })
    })
  return {
    dialect: 'sqlite',
    tables,
    read: drizzle({ client: reading }),
    search: sqliteSearch,
    write,
    writeMany<T>(work: (writer: Writer) => Promise<T>) {
      const written = Promise.withResolvers<T>()
      inTurn(async () => {
        const sent = Promise.withResolvers<void>()
        const done = thread.transaction(work, { committing: foreign.committing, sent: sent.resolve })
        done.then(written.resolve, written.reject)
        inThread = done.then(
          () => sent.resolve(),
          () => sent.resolve(),
        )
        await sent.promise
      })
      return written.promise
    },
    newIds: idReserve(write, tables),
    foreignChanges: foreign.count,
    async close() {
      await write(async () => undefined)
      await Promise.all([thread.stop(), checkpoints.stop()])
      reading.close()
      writing.pragma('optimize')
      writing.close()
    },
  }
}

/** Transactions one after the other, whichever connection they are written on. */
function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const run = last.then(work)
    last = run.catch(() => undefined)
    return run
  }
}

async function inTransaction<T>(
  connection: BetterSqlite.Database,
  { writer, work, written }: { writer: Writer; work: (writer: Writer) => Promise<T>; written: () => void },
): Promise<T> {
  connection.exec('begin immediate')
  try {
    const value = await work(writer)
    connection.exec('commit')
    written()
    return value
  } catch (error) {
    if (connection.inTransaction) connection.exec('rollback')
    throw error
  }
}

/**
 * Counts how often others wrote. SQLite tells a connection that the file has changed by any other one; what our own thread commits is told
 * apart by asking the thread, once we have seen the change, whether anybody came after it.
 */
function watchOthers(connection: BetterSqlite.Database) {
  const version = connection.prepare('pragma data_version').pluck()
  let [seen, count, ours] = [version.get(), 0, false]
  let told: Promise<void> = Promise.resolve()
  const look = () => {
    const current = version.get()
    if (!ours && current !== seen) count += 1
    if (!ours) seen = current
    return count
  }
  let last: Promise<unknown> = Promise.resolve()
  const committing: Committing = (commit, overtaken) => {
    const run = last.then(() => commitOne(commit, overtaken))
    last = run.catch(() => undefined)
    return run
  }
  const commitOne: Committing = async (commit, overtaken) => {
    // Nobody else can write before the thread has committed: what is seen now is theirs.
    look()
    ours = true
    try {
      await commit()
      seen = version.get()
      // Only what this process writes itself waits for the answer: the thread would take it for theirs.
      told = overtaken().then(
        (others) => {
          if (others) count += 1
        },
        () => undefined,
      )
    } finally {
      ours = false
    }
  }
  return { count: look, committing, told: () => told }
}

function bulkInserter(connection: BetterSqlite.Database): Writer['bulk'] {
  // The same array each time: binding copies it.
  const bound: unknown[] = []
  return async (table, rows, onConflict = 'fail') => {
    if (rows.length === 0) return
    const { text, columns } = bulkInsert(table, onConflict)
    const statement = connection.prepare(text)
    bound.length = columns.length
    for (const row of rows) {
      for (const [place, valueIn] of columns.entries()) bound[place] = valueIn(row)
      statement.run(bound)
    }
  }
}
