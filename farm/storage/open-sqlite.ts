import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { getColumns, getTableName } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { jsonTextKnown } from '../../pipeline/model/json-text.ts'
import { startCheckpoints } from './checkpoints.ts'
import { sqliteKit } from './column-kit.ts'
import { idReserve } from './id-reserve.ts'
import { migrationsFolder } from './migrations.ts'
import { sqliteSearch } from './search-sqlite.ts'
import type { OnConflict, Storage, Writer } from './storage.ts'
import { defineTables } from './tables.ts'

/**
 * Opens (or creates) a farm's SQLite file and brings its schema up to date: WAL, one writing connection behind a queue,
 * one read-only connection. `:memory:` is not offered: readers could not see it.
 */
export async function openSqlite(file: string): Promise<Storage> {
  mkdirSync(dirname(file), { recursive: true })
  const writing = connect(file, false)
  const writeDb = drizzle({ client: writing })
  migrate(writeDb, { migrationsFolder: migrationsFolder('sqlite') })
  const reading = connect(file, true)
  const tables = defineTables(sqliteKit)
  const writer: Writer = {
    db: writeDb,
    bulk: bulkInserter(writing),
    run: async (statement) => void writeDb.run(statement),
  }
  const checkpoints = startCheckpoints(file)
  const rowsWritten = writing.prepare('select total_changes()').pluck()
  const write = writeQueue(writing, writer, () => checkpoints.written(Number(rowsWritten.get())))
  // Asked of the writing connection: its own commits do not count, those of other processes do.
  const version = writing.prepare('pragma data_version').pluck()
  return {
    dialect: 'sqlite',
    tables,
    read: drizzle({ client: reading }),
    search: sqliteSearch,
    write,
    newIds: idReserve(write, tables),
    foreignChanges: () => Number(version.get()),
    async close() {
      await write(async () => undefined)
      await checkpoints.stop()
      reading.close()
      writing.pragma('optimize')
      writing.close()
    },
  }
}

function connect(file: string, readonly: boolean): BetterSqlite.Database {
  const connection = new BetterSqlite(file, { readonly, timeout: 10_000 })
  if (!readonly) connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = NORMAL')
  connection.pragma('foreign_keys = ON')
  // What readers ask for twice the system keeps too; writers gather a batch before it is committed.
  connection.pragma(`cache_size = ${readonly ? -4000 : -16000}`)
  connection.pragma('temp_store = MEMORY')
  // Only for want of the thread, which writes the log back beside the work: 64 MB.
  connection.pragma('wal_autocheckpoint = 16000')
  return keepingStatements(connection)
}

const STATEMENTS = 300

// Drizzle prepares anew each time, which takes SQLite longer than most answers: texts met before keep their statement.
function keepingStatements(connection: BetterSqlite.Database): BetterSqlite.Database {
  const kept = new Map<string, BetterSqlite.Statement>()
  const prepare = connection.prepare.bind(connection)
  const prepareKept = (source: string) => {
    const known = kept.get(source)
    if (known && !known.busy) return known.reader ? known.raw(false) : known
    if (kept.size >= STATEMENTS) kept.clear()
    const statement = prepare(source)
    kept.set(source, statement)
    return statement
  }
  return Object.assign(connection, { prepare: prepareKept })
}

function writeQueue(connection: BetterSqlite.Database, writer: Writer, written: () => void): Storage['write'] {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const run = last.then(async () => {
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
    })
    last = run.catch(() => undefined)
    return run
  }
}

interface RowInserter {
  readonly statement: BetterSqlite.Statement
  /** Values of a row in the order of the statement; the same array each time, as binding copies it. */
  bind(row: object): readonly unknown[]
}

function bulkInserter(connection: BetterSqlite.Database): Writer['bulk'] {
  const prepared = new Map<string, RowInserter>()
  return async (table, rows, onConflict = 'fail') => {
    if (rows.length === 0) return
    const key = `${onConflict} ${getTableName(table)}`
    const { statement, bind } = prepared.getOrInsertComputed(key, () => prepareRow(connection, table, onConflict))
    for (const row of rows) statement.run(bind(row))
  }
}

const AS_IT_IS = new Set(['SQLiteText', 'SQLiteInteger', 'SQLiteReal'])

function prepareRow(connection: BetterSqlite.Database, table: SQLiteTable, onConflict: OnConflict): RowInserter {
  const columns = Object.entries(getColumns(table)).map(([key, column]) => {
    return { key, column, plain: AS_IT_IS.has(column.columnType) }
  })
  const names = columns.map(({ column }) => `"${column.name}"`).join(', ')
  const verb = onConflict === 'keep' ? 'insert or ignore' : 'insert'
  const marks = columns.map(() => '?').join(', ')
  const ending = onConflict === 'fail' || onConflict === 'keep' ? '' : onConflict
  const statement = connection.prepare(`${verb} into "${getTableName(table)}" (${names}) values (${marks}) ${ending}`)
  const bound: unknown[] = columns.map(() => null)
  const bind = (row: object) => {
    columns.forEach(({ key, column, plain }, i) => {
      const value: unknown = Reflect.get(row, key) ?? column.default ?? null
      bound[i] = plain || value === null ? value : (jsonTextKnown(value) ?? column.mapToDriverValue(value))
    })
    return bound
  }
  return { statement, bind }
}
