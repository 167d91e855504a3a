import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, inject } from 'vitest'
import { type Farm, type OpenOptions, openFarm } from '../farm/open-farm.ts'
import { readSettings } from '../farm/settings.ts'
import type { Person } from '../farm/storage/network/people-reader.ts'
import type { Gazetteer } from '../pipeline/model/territory.ts'
import type {} from './demo-template.ts'
import { databaseAddress, runOn } from './postgres-server.ts'

/** Opens a farm of one's own holding the demo network; closed and removed after the tests it was opened in. */
export type OpenFarm = (options?: OpenOptions) => Promise<Farm>

/** Says the same tests of a demo farm on SQLite and of one on PostgreSQL; the second half is skipped where there is none. */
export function describeFarmOnBoth(title: string, tests: (open: OpenFarm) => void): void {
  describe(`${title} on SQLite`, () => tests(closing(sqliteSettings)))
  const postgres = inject('postgres')
  const { postgres: template } = inject('demo')
  if (postgres.kind === 'none' || template === null) {
    describe.skip(`${title} on PostgreSQL (${postgres.kind === 'none' ? postgres.why : 'no template'})`, () =>
      tests(closing(sqliteSettings)))
  } else describe(`${title} on PostgreSQL`, () => tests(closing(() => postgresSettings(postgres.address, template))))
}

/** A demo farm on SQLite, for tests that one database is enough for. */
export function demoFarm(): OpenFarm {
  return closing(sqliteSettings)
}

/** One of the demo's people, by login. */
export async function person(farm: Farm, login: string): Promise<Person> {
  const found = await farm.people.byLogin(login)
  if (!found) throw new Error(`nobody is called ${login} in the demo`)
  return found
}

/** The environment a process of its own opens the same farm by, with `readSettings()`. */
export function environmentOf({ settings: { data, databaseUrl = '' } }: Farm): Record<string, string | undefined> {
  return { ...process.env, FARM_DATA: data, FARM_DATABASE_URL: databaseUrl, FARM_SETTINGS: '/nowhere' }
}

interface Place {
  readonly environment: Record<string, string>
  remove(): Promise<void>
}

function closing(place: () => Promise<Place>): OpenFarm {
  const opened: { farm: Farm; remove(): Promise<void> }[] = []
  afterAll(async () => {
    for (const { farm, remove } of opened.splice(0)) {
      await farm.close()
      await remove()
    }
  })
  return async (options) => {
    const { environment, remove } = await place()
    const settings = readSettings(environment)
    const database = settings.databaseUrl === undefined ? 'sqlite' : 'postgres'
    const farm = await openFarm(settings, { geography: geographies.get(database), ...options })
    if (!farm.ok) throw new Error(JSON.stringify(farm.problems))
    opened.push({ farm: farm.value, remove })
    if (!geographies.has(database)) geographies.set(database, (await farm.value.memory()).gazetteer)
    return farm.value
  }
}

// Every farm of the tests begins with the geography of the template it copies: each process reads it once.
const geographies = new Map<'sqlite' | 'postgres', Gazetteer>()

async function sqliteSettings(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'terroir-farm-'))
  copyFileSync(inject('demo').sqlite, join(folder, 'farm.sqlite'))
  return {
    environment: { FARM_DATA: folder, FARM_SETTINGS: '/nowhere' },
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function postgresSettings(address: string, template: string): Promise<Place> {
  const { environment, remove } = await sqliteSettings()
  const name = `terroir_${randomBytes(6).toString('hex')}`
  await runOn(address, `create database ${name} template ${template}`)
  return {
    environment: { ...environment, FARM_DATABASE_URL: databaseAddress(address, name) },
    remove: async () => {
      await runOn(address, `drop database ${name} with (force)`)
      await remove()
    },
  }
}
