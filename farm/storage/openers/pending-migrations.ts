import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { knownMigrations } from './migrations.ts'

/** Where a farm's database stands beside the engine. */
export interface MigrationState {
  readonly dialect: 'sqlite' | 'postgres'
  /** Migrations this engine knows and the database has not had, oldest first; all of them where there is no database yet. */
  readonly pending: readonly string[]
  /** Migrations the database has had and this engine does not know: it was opened by a newer one. */
  readonly unknown: readonly string[]
}

/** Compares a farm's database with the engine without changing it; throws where the database does not answer. */
export async function migrationState({
  data,
  url,
}: {
  readonly data: string
  readonly url?: string | undefined
}): Promise<MigrationState> {
  const dialect = url && /^postgres(ql)?:\/\//.test(url) ? 'postgres' : 'sqlite'
  const applied =
    dialect === 'postgres'
      ? await appliedOnPostgres(url ?? '')
      : await appliedOnSqlite(url || join(data, 'farm.sqlite'))
  const known = knownMigrations(dialect)
  return {
    dialect,
    pending: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  }
}

// Where drizzle-orm keeps what it applied.
const TABLE = '__drizzle_migrations'

async function appliedOnSqlite(file: string): Promise<string[]> {
  if (!existsSync(file)) return []
  const { default: BetterSqlite } = await import('better-sqlite3')
  const connection = new BetterSqlite(file, { readonly: true, timeout: 10_000 })
  try {
    const found = connection.prepare('select 1 from sqlite_master where name = ?').get(TABLE)
    if (found === undefined) return []
    return connection.prepare(`select name from ${TABLE} order by id`).pluck().all().map(String)
  } finally {
    connection.close()
  }
}

async function appliedOnPostgres(address: string): Promise<string[]> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: address, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const { rows } = await client.query('select to_regclass($1) as found', [`drizzle.${TABLE}`])
    if (rows[0]?.found === null) return []
    const applied = await client.query(`select name from drizzle.${TABLE} order by id`)
    return applied.rows.map((row) => String(row.name))
  } finally {
    await client.end()
  }
}
