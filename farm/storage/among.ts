import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Storage } from './storage.ts'

/** Condition "this text column holds one of these", in one parameter however many there are, so that the statement stays short. */
export function among(dialect: Storage['dialect'], column: SQLWrapper, values: readonly string[]): SQL {
  return dialect === 'sqlite'
    ? sql`${column} in (select value from json_each(${JSON.stringify(values)}))`
    : sql`${column} = any(${sql.param([...values])}::text[])`
}

/** The same for a column of numbers. */
export function amongNumbers(dialect: Storage['dialect'], column: SQLWrapper, values: readonly number[]): SQL {
  return dialect === 'sqlite'
    ? sql`${column} in (select value from json_each(${JSON.stringify(values)}))`
    : sql`${column} = any(${sql.param([...values])}::bigint[])`
}
