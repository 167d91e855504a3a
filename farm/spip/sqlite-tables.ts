import Sqlite from 'better-sqlite3'
import { repairedText } from '../../pipeline/intake/spip/repaired-text.ts'
import { LONGEST_VALUE } from '../../pipeline/intake/spip/sql-values.ts'
import { type SpipDatabase, type SpipRow, type SpipTable, spipTable } from '../../pipeline/intake/spip/tables.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { choosePrefix } from './choose-prefix.ts'

/**
 * The tables of SPIP in an SQLite file, opened to be read only, its own functions, views and virtual tables left alone.
 * Problems: `not-spip`, `several-prefixes` { found }, `broken-database` { reason }.
 */
export function sqliteTables(path: string, wanted: string | undefined): Result<SpipDatabase> {
  let database: Sqlite.Database | undefined
  try {
    database = new Sqlite(path, { readonly: true, fileMustExist: true })
    const columns = columnsOf(database)
    const prefix = choosePrefix([...columns.keys()], wanted)
    if (prefix.ok) return ok(tablesOf(database, columns, prefix.value))
    database.close()
    return prefix
  } catch (error) {
    database?.close()
    return fail({ code: 'broken-database', params: { reason: reasonOf(error) } })
  }
}

/** What SQLite says is wrong with a file, in a word: `SQLITE_CORRUPT`. */
function reasonOf(error: unknown): string {
  return error instanceof Sqlite.SqliteError ? error.code : String(error).slice(0, 80)
}

// Whoever made the file may have written expressions into it: nothing of its schema is to be trusted, and only plain tables are read.
function columnsOf(database: Sqlite.Database): ReadonlyMap<string, readonly string[]> {
  database.pragma('trusted_schema = off')
  database.pragma('cell_size_check = on')
  database.pragma('mmap_size = 0')
  const plain = database
    .prepare<[], { name: string }>("select name from sqlite_schema where type = 'table' and sql like 'create table%'")
    .all()
  const known = plain.map(({ name }) => name).filter((name) => spipTable(name) !== undefined)
  const listed = database.prepare<[string], { name: string }>('select name from pragma_table_info(?)')
  return new Map(known.map((name) => [name, listed.all(name).map((column) => column.name)]))
}

function tablesOf(
  database: Sqlite.Database,
  columns: ReadonlyMap<string, readonly string[]>,
  prefix: string,
): SpipDatabase {
  let repaired = 0
  const read = (row: Readonly<Record<string, Buffer | null>>): SpipRow =>
    Object.fromEntries(
      Object.entries(row).map(([name, bytes]) => {
        const { text, twice } = repairedText(bytes ?? new Uint8Array())
        if (twice) repaired += 1
        return [name, text]
      }),
    )
  return {
    prefix,
    *rows(table: SpipTable) {
      const name = prefix === '' ? table : `${prefix}_${table}`
      const all = columns.get(name) ?? []
      if (all.length === 0) return
      const asked = all.map((one) => `cast(substr(${quoted(one)}, 1, ${LONGEST_VALUE}) as blob) as ${quoted(one)}`)
      const statement = database.prepare<[], Record<string, Buffer | null>>(
        `select ${asked.join(', ')} from ${quoted(name)}`,
      )
      for (const row of statement.iterate()) yield read(row)
    },
    get repaired() {
      return repaired
    },
    close: () => void database.close(),
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
