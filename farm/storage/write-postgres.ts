import { getColumns, getTableName } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type pg from 'pg'
import type { Database, OnConflict, Storage, Writer } from './storage.ts'

/**
 * Writes in transactions over a pool whose connections pipeline: what is not awaited one by one travels together. Each
 * runs `ring`, a `notify` heard when it is committed, and a connection plans each of its statements once.
 */
export function postgresWriting(pool: pg.Pool, ring: string): Storage['write'] {
  const writers = new WeakMap<pg.PoolClient, Writer>()
  return async (work) => {
    const client = await pool.connect()
    const writer = writers.get(client) ?? writerOn(client)
    writers.set(client, writer)
    let lost = false
    // Not waited for: it leaves with the first statement, which fails if this does.
    client.query(`begin; ${ring}`).catch(() => undefined)
    try {
      const value = await work(writer)
      const { command } = await client.query('commit')
      if (command !== 'COMMIT') throw new Error('a statement of the transaction failed unheard: nothing was kept')
      return value
    } catch (error) {
      await client.query('rollback').catch(() => {
        lost = true
      })
      throw error
    } finally {
      client.release(lost)
    }
  }
}

function writerOn(client: pg.PoolClient): Writer {
  const db = drizzle({ client: keepingStatements(client) })
  return {
    db: db as unknown as Database,
    run: async (statement) => void (await db.execute(statement)),
    async bulk(table, rows, onConflict = 'fail') {
      if (rows.length === 0) return
      const { text, columns } = bulkInsert(table, onConflict)
      const records = JSON.stringify(rows.map((row) => recordOf(columns, row)))
      await client.query({ name: nameOf(text), text, values: [records] })
    },
  }
}

// The part of a client that Drizzle calls.
function keepingStatements(client: pg.PoolClient): pg.PoolClient {
  const query = (config: pg.QueryConfig, values: unknown[]) =>
    client.query({ ...config, name: nameOf(config.text) }, values)
  return { query } as unknown as pg.PoolClient
}

const STATEMENTS = 300
const LONGEST = 2000
const names = new Map<string, string>()

// Planning takes PostgreSQL longer than most writes. Long texts hold lists, and hardly ever come back.
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known || names.size >= STATEMENTS || text.length > LONGEST) return known
  const name = `terroir_${names.size}`
  names.set(text, name)
  return name
}

interface BulkInsert {
  readonly text: string
  readonly columns: readonly (readonly [key: string, name: string])[]
}

const inserts = new WeakMap<SQLiteTable, Map<OnConflict, BulkInsert>>()

function bulkInsert(table: SQLiteTable, onConflict: OnConflict): BulkInsert {
  const known = inserts.get(table) ?? new Map<OnConflict, BulkInsert>()
  inserts.set(table, known)
  return known.getOrInsertComputed(onConflict, () => {
    const columns = Object.entries(getColumns(table))
    const names = columns.map(([, { name }]) => `"${name}"`).join(', ')
    const shape = columns.map(([, column]) => `"${column.name}" ${column.getSQLType()}`).join(', ')
    const text = `insert into "${getTableName(table)}" (${names})
      select ${names} from jsonb_to_recordset($1::jsonb) as r(${shape}) ${ENDINGS[onConflict] ?? onConflict}`
    return { text, columns: columns.map(([key, { name }]) => [key, name] as const) }
  })
}

const ENDINGS: Partial<Record<OnConflict, string>> = { fail: '', keep: 'on conflict do nothing' }

function recordOf(columns: BulkInsert['columns'], row: object): Record<string, unknown> {
  const record: Record<string, unknown> = {}
  for (const [key, name] of columns) record[name] = Reflect.get(row, key) ?? null
  return record
}
