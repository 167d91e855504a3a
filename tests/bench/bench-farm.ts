import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Farm, openFarm } from '../../farm/open-farm.ts'
import { readSettings } from '../../farm/settings.ts'
import { putNetwork } from '../../farm/storage/network/network-store.ts'
import { FARM } from '../../pipeline/model/actor.ts'
import type { Submission } from '../../pipeline/model/submission.ts'
import { benchNetwork, benchSubmissions, type World } from './generate.ts'

const JOBS = 300
const SHEETS = 200

/** Opens a farm grown to 100 more sites and 1,000 more services, with published jobs and press sheets; `place` is its folder. */
export async function openBenchFarm(place: string, databaseUrl?: string): Promise<Farm> {
  mkdirSync(place, { recursive: true })
  const made = process.env.BENCH_FARM
  const isNew = !existsSync(join(place, 'farm.sqlite'))
  if (made && isNew && !databaseUrl) copyFileSync(join(made, 'farm.sqlite'), join(place, 'farm.sqlite'))
  const farm = await open(place, databaseUrl)
  if (databaseUrl || (isNew && !made)) await grow(farm)
  return farm
}

/** The places and themes invented things are made of. */
export async function worldOf(farm: Farm): Promise<World> {
  const { gazetteer, thesaurus } = await farm.memory()
  const { territories } = farm.storage.tables
  const keys = await farm.storage.read.select({ key: territories.key }).from(territories)
  return { thesaurus, territories: keys.flatMap(({ key }) => gazetteer.get(key) ?? []) }
}

/** Brings one arrival in and leaves it waiting for a moderator; answers with its entry. */
export async function propose(farm: Farm, submission: Submission): Promise<number> {
  const [arrival] = await farm.submit([submission], { actor: FARM })
  if (arrival?.entry === undefined || !['new', 'changed'].includes(arrival.outcome))
    throw new Error(JSON.stringify(arrival?.problems))
  return arrival.entry
}

/** Approves an entry that waits, and throws if that is not heard. */
export async function approve(farm: Farm, entry: number): Promise<void> {
  const decided = await farm.decide({ entry, word: 'approve', reason: '', actor: FARM })
  if (!decided.ok) throw new Error(JSON.stringify(decided.problems))
}

async function open(place: string, databaseUrl: string | undefined): Promise<Farm> {
  const address = databaseUrl ? { FARM_DATABASE_URL: databaseUrl } : {}
  const opened = await openFarm(readSettings({ FARM_DATA: place, FARM_SETTINGS: join(place, 'none'), ...address }))
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
  return opened.value
}

async function grow(farm: Farm): Promise<void> {
  const loaded = await farm.loadNetwork('farm')
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  const world = await worldOf(farm)
  const { sites, subscriptions } = benchNetwork(world)
  const ids = await farm.storage.newIds(subscriptions.length)
  const numbered = subscriptions.map((one, i) => ({ ...one, id: ids[i] ?? 0 }))
  await farm.storage.write((writer) =>
    putNetwork(farm.storage, writer, { organisations: [], sites, subscriptions: numbered, now: 0 }),
  )
  await farm.changed('network')
  const submissions = [...benchSubmissions('job', JOBS, world), ...benchSubmissions('press-review', SHEETS, world)]
  const arrivals = await farm.submit(submissions, { actor: FARM })
  for (const { entry, problems } of arrivals) {
    if (entry === undefined) throw new Error(JSON.stringify(problems))
    await approve(farm, entry)
  }
}
