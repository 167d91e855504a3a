import { type SqlText, sqlText } from './sql-text.ts'
import { type SqlDialect, sqlString, sqlTuple } from './sql-values.ts'

/** A row of an INSERT: its table, and its values by column as bytes, one per character. */
export interface DumpRow {
  readonly table: string
  readonly values: Readonly<Record<string, string>>
}

/**
 * The rows of a dump of SQL (mysqldump, phpMyAdmin, sqlite3), read along without running anything: CREATE TABLE tells the columns, INSERT
 * and REPLACE the rows of the tables that are wanted, all else is passed over.
 */
export function* dumpRows(chunks: Iterable<Uint8Array>, wants: (table: string) => boolean): Generator<DumpRow> {
  const sql = sqlText(chunks)
  const columns = new Map<string, readonly string[]>()
  const dialect = dialectOf(sql)
  for (;;) {
    sql.take(SPACE)
    if (sql.peek() === '') return
    if (sql.take(COMMENT) !== '') continue
    if (sql.peek() === '/' && sql.peek(1) === '*') {
      passComment(sql)
      continue
    }
    const word = sql.take(WORD).toUpperCase()
    if (word === 'CREATE') readCreate(sql, dialect, columns)
    else if (word === 'INSERT' || word === 'REPLACE') yield* insertRows(sql, dialect, { columns, wants })
    if (word === '') sql.advance()
    passStatement(sql, dialect)
  }
}

const SPACE = /[\s;]+/y
const WORD = /[A-Za-z_]+/y
const COMMENT = /(?:--|#)[^\n]*/y
const INTO = /\s*(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|OR\s+[A-Z]+)\s+)*INTO\s+/iy
const TABLE = /\s+(?:TEMPORARY\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?/iy
const NAME = /(?:[`"[]?[A-Za-z0-9_$]{1,64}[`"\]]?\s*\.\s*)?[`"'[]?([A-Za-z0-9_$]{1,64})[`"'\]]?/y
const VALUES = /\s*VALUES?\s*/iy
const COMMA = /\s*,\s*/y
const MOST = 20_000

function dialectOf(sql: SqlText): SqlDialect {
  const head = Array.from({ length: 400 }, (_, at) => sql.peek(at)).join('')
  return /^\s*(?:--[^\n]*\n\s*)*(?:PRAGMA|BEGIN TRANSACTION)/i.test(head) ? 'sqlite' : 'mysql'
}

function passComment(sql: SqlText): void {
  for (;;) {
    sql.upTo(/\*/g, 0)
    const sign = sql.peek()
    const ends = sign === '' || sql.peek(1) === '/'
    sql.advance(ends ? 2 : 1)
    if (ends) return
  }
}

function passStatement(sql: SqlText, dialect: SqlDialect): void {
  for (;;) {
    sql.upTo(/[;'"`]/g, 0)
    const sign = sql.peek()
    if (sign === "'" || sign === '"') sqlString(sql, dialect)
    else {
      sql.advance()
      if (sign === '`') {
        sql.upTo(/`/g, 0)
        sql.advance()
      } else return
    }
  }
}

function nameAt(sql: SqlText): string {
  return /([A-Za-z0-9_$]+)\W*$/.exec(sql.take(NAME))?.[1] ?? ''
}

function readCreate(sql: SqlText, dialect: SqlDialect, columns: Map<string, readonly string[]>): void {
  if (sql.take(TABLE) === '') return
  const table = nameAt(sql)
  sql.take(SPACE)
  if (table === '' || sql.peek() !== '(') return
  const names: string[] = []
  let depth = 0
  for (let parts = 0; parts < MOST; parts += 1) {
    const sign = sql.peek()
    if (sign === '' || sign === ';') break
    if (sign === '(' || sign === ',') {
      if (sign === '(') depth += 1
      sql.advance()
      sql.take(SPACE)
      const name = depth === 1 ? nameAt(sql) : ''
      if (name !== '' && !NO_COLUMN.test(name)) names.push(name)
    } else if (sign === ')') {
      depth -= 1
      sql.advance()
      if (depth === 0) break
    } else if (sign === "'" || sign === '"') sqlString(sql, dialect)
    sql.upTo(/[(),;'"]/g, 0)
  }
  columns.set(table, names)
}

const NO_COLUMN = /^(?:PRIMARY|KEY|UNIQUE|INDEX|CONSTRAINT|FULLTEXT|SPATIAL|CHECK|FOREIGN)$/i

interface Wanted {
  readonly columns: ReadonlyMap<string, readonly string[]>
  readonly wants: (table: string) => boolean
}

function* insertRows(sql: SqlText, dialect: SqlDialect, { columns, wants }: Wanted): Generator<DumpRow> {
  if (sql.take(INTO) === '') return
  const table = nameAt(sql)
  if (!wants(table)) return
  sql.take(SPACE)
  const named = sql.peek() === '(' ? namesIn(sql) : columns.get(table)
  if (named === undefined || sql.take(VALUES) === '') return
  while (sql.peek() === '(') {
    const values = sqlTuple(sql, dialect)
    yield { table, values: Object.fromEntries(named.map((name, at) => [name, values[at] ?? ''])) }
    if (sql.take(COMMA) === '') return
  }
}

function namesIn(sql: SqlText): readonly string[] {
  sql.advance()
  const written = sql.upTo(/\)/g, MOST)
  sql.advance()
  return written.split(',').map((name) => name.replace(/[^A-Za-z0-9_$]/g, ''))
}
