import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { loadDemo } from '../farm/jobs/load-demo.ts'
import { openFarm } from '../farm/open-farm.ts'
import { readSettings } from '../farm/settings.ts'
import { databaseAddress, runOn } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The demo network, loaded once: an SQLite file that tests copy, and the name of a PostgreSQL template. */
    demo: { readonly sqlite: string; readonly postgres: string | null }
  }
}

/** Loads the demo network once on each database; every test that wants a farm copies it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'terroir-demo-'))
  await makeDemo({ FARM_DATA: folder })
  const server = project.getProvidedContext().postgres
  const postgres = server.kind === 'server' ? `${server.template}_demo` : null
  if (server.kind === 'server' && postgres) {
    await runOn(server.address, `create database ${postgres} template ${server.template}`)
    await makeDemo({ FARM_DATA: folder, FARM_DATABASE_URL: databaseAddress(server.address, postgres) })
  }
  project.provide('demo', { sqlite: join(folder, 'farm.sqlite'), postgres })
  return async () => {
    rmSync(folder, { recursive: true, force: true })
    if (server.kind === 'server' && postgres)
      await runOn(server.address, `drop database if exists ${postgres} with (force)`).catch(() => undefined)
  }
}

async function makeDemo(environment: Record<string, string>): Promise<void> {
  const opened = await openFarm(readSettings(environment))
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
  const farm = opened.value
  const loaded = await loadDemo(farm, () => undefined)
  await farm.close()
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
}
