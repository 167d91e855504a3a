import * as pg from 'drizzle-orm/pg-core'
import type { ColumnKit } from './column-kit.ts'

const postgresKit = {
  table: pg.pgTable,
  text: (name: string) => pg.text(name),
  // bigint as number: instants in milliseconds do not fit 32 bits.
  integer: (name: string) => pg.bigint(name, { mode: 'number' }),
  boolean: (name: string) => pg.boolean(name),
  real: (name: string) => pg.doublePrecision(name),
  json: (name: string) => pg.jsonb(name),
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
}

/** PostgreSQL's columns under SQLite's types: both answer the same queries when these are awaited. */
export const pgKit = postgresKit as unknown as ColumnKit
