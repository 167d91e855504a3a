import { getColumns, getTableName } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { jsonTextKnown } from '../../pipeline/model/json-text.ts'
import type { OnConflict } from './storage.ts'

/** How SQLite inserts rows of a table: a statement for one row, and what it is run with. */
export interface BulkInsert {
  readonly text: string
  /** In the order of the statement, each reads what is to be bound of a row. */
  readonly columns: readonly ((row: object) => unknown)[]
}

const kept = new WeakMap<SQLiteTable, Map<OnConflict, BulkInsert>>()
const AS_IT_IS = new Set(['SQLiteText', 'SQLiteInteger', 'SQLiteReal'])

/** The insertion of complete rows into a table, worked out once. */
export function bulkInsert(table: SQLiteTable, onConflict: OnConflict): BulkInsert {
  const known = kept.getOrInsertComputed(table, () => new Map())
  return known.getOrInsertComputed(onConflict, () => insertOf(table, onConflict))
}

function insertOf(table: SQLiteTable, onConflict: OnConflict): BulkInsert {
  const columns = Object.entries(getColumns(table))
  const names = columns.map(([, column]) => `"${column.name}"`).join(', ')
  const verb = onConflict === 'keep' ? 'insert or ignore' : 'insert'
  const marks = columns.map(() => '?').join(', ')
  const ending = onConflict === 'fail' || onConflict === 'keep' ? '' : onConflict
  return {
    text: `${verb} into "${getTableName(table)}" (${names}) values (${marks}) ${ending}`,
    columns: columns.map(([key, column]) => {
      const plain = AS_IT_IS.has(column.columnType)
      return (row) => {
        const value: unknown = Reflect.get(row, key) ?? column.default ?? null
        return plain || value === null ? value : (jsonTextKnown(value) ?? column.mapToDriverValue(value))
      }
    }),
  }
}
