import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openSqlite } from '../farm/storage/openers/open-sqlite.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated, empty SQLite file that tests copy. */
    sqliteTemplate: string
  }
}

/** Migrates one SQLite file for the whole run. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'terroir-template-'))
  const file = join(folder, 'farm.sqlite')
  await (await openSqlite(file)).close()
  project.provide('sqliteTemplate', file)
  return () => rmSync(folder, { recursive: true, force: true })
}
