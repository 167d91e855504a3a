import { getColumns, getTableName } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type pg from 'pg'
import type { Database, OnConflict, Storage, Writer } from '../storage.ts'

/**
 * Writes in transactions over a pool whose connections pipeline: what is not awaited one by one travels together. Each
 * runs `ring`, a `notify` heard when it is committed, and a connection plans each of its statements once.
 */
export function postgresWriting(pool: pg.Pool, ring: string): Storage['write'] {
  const lines = new WeakMap<pg.PoolClient, Line>()
  return async (work) => {
    const client = await pool.connect()
    const line = lines.get(client) ?? lineOf(client)
    lines.set(client, line)
    let lost = false
    line.begin(ring)
    try {
      const value = await work(line.writer)
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

interface Line {
  readonly writer: Writer
  /** Not waited for: it leaves with the first statement, which fails if this does. */
  begin(ring: string): void
}

function lineOf(client: pg.PoolClient): Line {
  let failed: unknown
  // After a failure the server refuses all that was sent behind it: what is told is that failure.
  const send = (config: pg.QueryConfig, values?: unknown[]) =>
    client.query({ ...config, name: nameOf(config.text) }, values).catch((error: unknown) => {
      failed ??= error
      throw failed
    })
  return {
    writer: writerOver(send),
    begin(ring) {
      failed = undefined
      for (const text of ['begin', ring]) send({ text }).catch(() => undefined)
    },
  }
}

type Send = (config: pg.QueryConfig, values?: unknown[]) => Promise<pg.QueryResult>

function writerOver(send: Send): Writer {
  // All that Drizzle asks of a client.
  const client = { query: send } as unknown as pg.PoolClient
  const db = drizzle({ client })
  return {
    db: db as unknown as Database,
    run: async (statement) => void (await db.execute(statement)),
    async bulk(table, rows, onConflict = 'fail') {
      if (rows.length === 0) return
      const { text, columns } = bulkInsert(table, onConflict)
      await send({ text }, [JSON.stringify(rows.map((row) => recordOf(columns, row)))])
    },
  }
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
  readonly columns: readonly (readonly [key: string, name: string, byDefault: unknown])[]
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
    return { text, columns: columns.map(([key, column]) => [key, column.name, column.default ?? null] as const) }
  })
}

const ENDINGS: Partial<Record<OnConflict, string>> = { fail: '', keep: 'on conflict do nothing' }

function recordOf(columns: BulkInsert['columns'], row: object): Record<string, unknown> {
  const record: Record<string, unknown> = {}
  for (const [key, name, byDefault] of columns) record[name] = Reflect.get(row, key) ?? byDefault
  return record
}
