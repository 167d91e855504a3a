import * as lite from 'drizzle-orm/sqlite-core'

/** Column makers of SQLite: the shape every table is typed by. */
export const sqliteKit = {
  table: lite.sqliteTable,
  text: (name: string) => lite.text(name),
  integer: (name: string) => lite.integer(name, { mode: 'number' }),
  boolean: (name: string) => lite.integer(name, { mode: 'boolean' }),
  real: (name: string) => lite.real(name),
  json: (name: string) => lite.text(name, { mode: 'json' }),
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
  primaryKey: lite.primaryKey,
}

/** What `defineTables` builds with: SQLite's kit, or PostgreSQL's cast to its type in `column-kit-postgres.ts`. */
export type ColumnKit = typeof sqliteKit
