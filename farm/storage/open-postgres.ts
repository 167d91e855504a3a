import { randomUUID } from 'node:crypto'
import { getColumns, getTableName, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import pg from 'pg'
import { pgKit } from './column-kit-postgres.ts'
import { idReserve } from './id-reserve.ts'
import { migrationsFolder } from './migrations.ts'
import { postgresSearch } from './search-postgres.ts'
import type { Database, Storage, Writer } from './storage.ts'
import { defineTables } from './tables.ts'

type PgDatabase = ReturnType<typeof openDatabase>
type PgTransaction = Parameters<Parameters<PgDatabase['transaction']>[0]>[0]

/** Opens a farm's PostgreSQL database by its `postgres://` address, brings its schema up to date, and listens for the other nodes. */
export async function openPostgres(address: string): Promise<Storage> {
  const pool = new pg.Pool({ connectionString: address, max: 8 })
  // An idle connection the server ended is replaced when next needed; unheard, its error would end the process.
  pool.on('error', () => undefined)
  const db = openDatabase(pool)
  await migrate(db, { migrationsFolder: migrationsFolder('postgres') })
  const tables = defineTables(pgKit)
  const bell = await hearOthers(pool)
  const write: Storage['write'] = (work) =>
    db.transaction(async (transaction) => {
      const value = await work(writerOf(transaction))
      await transaction.execute(sql`select pg_notify(${CHANNEL}, ${bell.name})`)
      return value
    })
  return {
    dialect: 'postgres',
    tables,
    read: asDatabase(db),
    search: postgresSearch,
    write,
    newIds: idReserve(write, tables),
    foreignChanges: bell.count,
    async close() {
      bell.stop()
      await pool.end()
    },
  }
}

const CHANNEL = 'terroir'

// Each committed transaction rings the channel with the name of its process: the others learn of it at once.
async function hearOthers(pool: pg.Pool): Promise<{ readonly name: string; count(): number; stop(): void }> {
  const name = randomUUID()
  const client = await pool.connect()
  let heard = 0
  client.on('notification', ({ payload }) => {
    if (payload !== name) heard += 1
  })
  // A lost listener may have missed something: everything counts as changed from then on.
  client.on('error', () => {
    heard += 1
  })
  await client.query(`listen ${CHANNEL}`)
  return { name, count: () => heard, stop: () => client.release(true) }
}

function openDatabase(pool: pg.Pool) {
  return drizzle({ client: pool })
}

// The two builders answer the same awaited queries; this is the one place that says so.
function asDatabase(db: PgDatabase | PgTransaction): Database {
  return db as unknown as Database
}

function writerOf(transaction: PgTransaction): Writer {
  return {
    db: asDatabase(transaction),
    run: async (statement) => void (await transaction.execute(statement)),
    async bulk(table, rows, onConflict = 'fail') {
      if (rows.length === 0) return
      const columns = Object.entries(getColumns(table))
      const records = rows.map((row) => recordOf(columns, row))
      await transaction.execute(bulkStatement(table, { records, onConflict }))
    },
  }
}

type NamedColumns = readonly (readonly [string, { readonly name: string }])[]

function recordOf(columns: NamedColumns, row: object): Record<string, unknown> {
  const record: Record<string, unknown> = {}
  for (const [key, column] of columns) record[column.name] = Reflect.get(row, key) ?? null
  return record
}

function bulkStatement(
  table: SQLiteTable,
  { records, onConflict }: { records: unknown[]; onConflict: 'fail' | 'keep' },
) {
  const columns = Object.values(getColumns(table))
  const names = sql.join(
    columns.map((column) => sql.identifier(column.name)),
    sql`, `,
  )
  const shape = sql.join(
    columns.map((column) => sql`${sql.identifier(column.name)} ${sql.raw(column.getSQLType())}`),
    sql`, `,
  )
  const ending = onConflict === 'keep' ? sql`on conflict do nothing` : sql``
  return sql`insert into ${sql.identifier(getTableName(table))} (${names})
    select ${names} from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r(${shape}) ${ending}`
}
