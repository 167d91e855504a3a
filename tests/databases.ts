import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, inject } from 'vitest'
import { openPostgres } from '../farm/storage/openers/open-postgres.ts'
import { openSqlite } from '../farm/storage/openers/open-sqlite.ts'
import type { Storage } from '../farm/storage/storage.ts'
import { databaseAddress, runOn } from './postgres-server.ts'
import type {} from './sqlite-template.ts'

/** Opens an empty, migrated database of one's own; it is closed and removed after the tests it was opened in. */
export type OpenDatabase = () => Promise<Storage>

/** Says the same tests of SQLite and of PostgreSQL; the second half is skipped, saying why, where there is no PostgreSQL. */
export function describeOnBoth(title: string, tests: (open: OpenDatabase) => void): void {
  describe(`${title} on SQLite`, () => tests(closing(openFreshSqlite)))
  const postgres = inject('postgres')
  if (postgres.kind === 'none')
    describe.skip(`${title} on PostgreSQL (${postgres.why})`, () => tests(closing(openFreshSqlite)))
  else describe(`${title} on PostgreSQL`, () => tests(closing(() => openFreshPostgres(postgres))))
}

/** Opens an empty SQLite database for tests that one database is enough for; call it while tests are being collected. */
export function sqliteOnly(): OpenDatabase {
  return closing(openFreshSqlite)
}

interface Fresh {
  readonly storage: Storage
  remove(): Promise<void>
}

function closing(open: () => Promise<Fresh>): OpenDatabase {
  const opened: Fresh[] = []
  afterAll(async () => {
    for (const { storage, remove } of opened.splice(0)) {
      await storage.close()
      await remove()
    }
  })
  return async () => {
    const fresh = await open()
    opened.push(fresh)
    return fresh.storage
  }
}

async function openFreshSqlite(): Promise<Fresh> {
  const folder = mkdtempSync(join(tmpdir(), 'terroir-'))
  const file = join(folder, 'farm.sqlite')
  copyFileSync(inject('sqliteTemplate'), file)
  return { storage: await openSqlite(file), remove: async () => rmSync(folder, { recursive: true, force: true }) }
}

async function openFreshPostgres({ address, template }: { address: string; template: string }): Promise<Fresh> {
  const name = `terroir_${randomBytes(6).toString('hex')}`
  await runOn(address, `create database ${name} template ${template}`)
  const storage = await openPostgres(databaseAddress(address, name))
  return { storage, remove: () => runOn(address, `drop database ${name} with (force)`) }
}
