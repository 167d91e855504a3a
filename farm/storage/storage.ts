import type { InferInsertModel, SQL, SQLWrapper } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Searchable } from '../../pipeline/ports.ts'
import type { Tables } from './tables/tables.ts'

/** The query builder of either database. Always `await` what it builds; never call `.all()`, `.get()` or `.run()`. */
export type Database = BetterSQLite3Database

/** A transaction being written: everything in it is kept, or nothing. Never await a network or a file inside. */
export interface Writer {
  readonly db: Database
  /** Runs a hand-written statement. */
  run(statement: SQL): Promise<void>
  /**
   * Inserts many complete rows by the database's fastest road; a row that is there already ends as `onConflict` says.
   * Calls are run in their order, waited for or not.
   */
  bulk<T extends SQLiteTable>(table: T, rows: readonly InferInsertModel<T>[], onConflict?: OnConflict): Promise<void>
}

/** `keep` leaves the row that is there; a clause of SQL that both databases understand says what becomes of it. */
export type OnConflict = 'fail' | 'keep' | `on conflict ${string}`

/** Full text behind one shape: FTS5 on SQLite, tsvector on PostgreSQL, fed with the same French stems. */
export interface SearchIndex {
  /** Indexes entries, replacing what stood unless they are `fresh`. */
  put(writer: Writer, entries: readonly Searchable[], fresh: ReadonlySet<number>): Promise<void>
  remove(writer: Writer, entries: readonly number[]): Promise<void>
  /** Condition "this entry holds all these stems", the last one as a prefix, for a WHERE. */
  holds(entry: SQLWrapper, stems: readonly string[]): SQL
}

/** One open database, SQLite or PostgreSQL, behind one shape. */
export interface Storage {
  readonly dialect: 'sqlite' | 'postgres'
  readonly tables: Tables
  /** Reads; sees only what is committed. */
  readonly read: Database
  readonly search: SearchIndex
  /** Runs the work in one transaction, one writer at a time on SQLite; a throw undoes it. */
  write<T>(work: (writer: Writer) => Promise<T>): Promise<T>
  /**
   * The same for thousands of rows: SQLite writes them in a thread, so that this process goes on meanwhile. Statements may be sent together;
   * each that is waited for is a way there and back.
   */
  writeMany<T>(work: (writer: Writer) => Promise<T>): Promise<T>
  /** Next free numbers, unique over all tables and processes, growing within a process. */
  newIds(count: number): Promise<number[]>
  /** A number that changes when another process has committed (SQLite `data_version`, PostgreSQL `notify`). */
  foreignChanges(): number
  close(): Promise<void>
}
