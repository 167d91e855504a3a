import { randomUUID } from 'node:crypto'
import { Socket } from 'node:net'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import type { Database, Storage } from '../storage.ts'
import { pgKit } from '../tables/column-kit-postgres.ts'
import { defineTables } from '../tables/tables.ts'
import { idReserve } from './id-reserve.ts'
import { migrationsFolder } from './migrations.ts'
import { postgresWriting } from './open-postgres-writer.ts'
import { postgresSearch } from './search-postgres.ts'

/** Opens a farm's PostgreSQL database by its `postgres://` address, brings its schema up to date, and listens for the other nodes. */
export async function openPostgres(address: string): Promise<Storage> {
  const pool = new pg.Pool({
    connectionString: address,
    options: PLANNING,
    max: 8,
    pipeline: true,
    stream: gatheringSocket,
  })
  // An idle connection the server ended is replaced when next needed; unheard, its error would end the process.
  pool.on('error', () => undefined)
  // One that is lost at work fails its statements, which is enough.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = drizzle({ client: pool })
  await migrate(db, { migrationsFolder: migrationsFolder('postgres') })
  const tables = defineTables(pgKit)
  const bell = await hearOthers(pool)
  const write = postgresWriting(pool, `notify ${CHANNEL}, '${bell.name}'`)
  return {
    dialect: 'postgres',
    tables,
    // The two builders answer the same awaited queries; here and in the writer is where that is said.
    read: db as unknown as Database,
    search: postgresSearch,
    write,
    // Its server works in a process of its own.
    writeMany: write,
    newIds: idReserve(write, tables),
    foreignChanges: bell.count,
    async close() {
      bell.stop()
      await pool.end()
    },
  }
}

/**
 * How PostgreSQL is told to plan, as an option of the connection: each row of a list has an entry of its own, and making room to remember
 * thousands of them takes longer than reading the thirty that are shown.
 */
export const PLANNING = '-c enable_memoize=off'

// What is sent in one turn leaves in one piece: each write to a socket costs more than the statement it carries.
function gatheringSocket(): Socket {
  const socket = new Socket()
  const uncork = socket.uncork.bind(socket)
  return Object.assign(socket, { uncork: () => process.nextTick(uncork) })
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
