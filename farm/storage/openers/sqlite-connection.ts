import BetterSqlite from 'better-sqlite3'

/** So many rows are some thirty megabytes of log: what is less the writer writes back itself, once it has gathered enough. */
export const ROWS_BETWEEN_CHECKPOINTS = 15_000

/** Opens one connection to a farm's SQLite file, set as all of them are, that keeps the statements it met. */
export function openConnection(file: string, readonly: boolean): BetterSqlite.Database {
  const connection = new BetterSqlite(file, { readonly, timeout: 10_000 })
  if (!readonly) connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = NORMAL')
  connection.pragma('foreign_keys = ON')
  // What readers ask for twice the system keeps too; writers gather a batch before it is committed.
  connection.pragma(`cache_size = ${readonly ? -4000 : -10000}`)
  connection.pragma('temp_store = MEMORY')
  // Only for want of the thread, which writes the log back beside the work: 128 MB.
  connection.pragma('wal_autocheckpoint = 32000')
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
