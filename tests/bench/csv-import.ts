import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { importBatch } from '../../farm/batches/import-batch.ts'
import { type Farm, openFarm } from '../../farm/open-farm.ts'
import { readSettings } from '../../farm/settings.ts'
import { openSqlite } from '../../farm/storage/openers/open-sqlite.ts'
import type { Storage } from '../../farm/storage/storage.ts'
import { FARM } from '../../pipeline/model/actor.ts'
import type { Territory } from '../../pipeline/model/territory.ts'
import { trainingCsv } from './training-csv.ts'

/**
 * Compares a whole import (reading, validating, recognising, queueing) with nothing but drizzle inserting the same rows,
 * entries with their contents, 500 at a time: `node tests/bench/csv-import.ts [rows] [rounds]`. Goal: three times at most.
 * The entries alone, without what they say, are timed beside for the record.
 */
const [rows = 50_000, rounds = 3] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'terroir-bench-'))
const ratios: number[] = []
for (let round = 1; round <= rounds; round += 1) ratios.push(await compare(join(folder, String(round))))
ratios.sort((a, b) => a - b)
console.log(`median ratio by the clock ${ratios[Math.floor(ratios.length / 2)]?.toFixed(2)}, goal 3`)
rmSync(folder, { recursive: true, force: true })

async function compare(place: string): Promise<number> {
  const farm = await freshFarm(place)
  const csv = Buffer.from(trainingCsv(rows, await communesOf(farm)))
  const whole = await timed(() => bringIn(farm, csv))
  const bare = await openSqlite(join(place, 'bare.sqlite'))
  const raw = await insertOnly(farm.storage, bare, true)
  const other = await openSqlite(join(place, 'hollow.sqlite'))
  const hollow = await insertOnly(farm.storage, other, false)
  await other.close()
  await Promise.all([bare.close(), farm.close()])
  const megabytes = (csv.length / 1_048_576).toFixed(1)
  const ratio = { clock: whole.clock / raw.clock, processor: whole.processor / raw.processor }
  console.log(`${rows} rows, ${megabytes} MB: import ${show(whole)}, bare inserts ${show(raw)}`)
  console.log(`ratio ${ratio.clock.toFixed(2)} by the clock, ${ratio.processor.toFixed(2)} by the processor`)
  console.log(
    `entries alone, without their contents: ${show(hollow)}, ratio ${(whole.clock / hollow.clock).toFixed(2)}`,
  )
  return ratio.clock
}

async function freshFarm(place: string): Promise<Farm> {
  const opened = await openFarm(readSettings({ FARM_DATA: place }))
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
  const loaded = await opened.value.loadNetwork('farm')
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  await opened.value.memory()
  return opened.value
}

// A regional catalogue: some 3,700 communes, most of them met several times.
async function communesOf({ storage, ports }: Farm): Promise<readonly Territory[]> {
  const { territories } = storage.tables
  const { gazetteer } = await ports.knowledge()
  const keys = await storage.read
    .select({ key: territories.key })
    .from(territories)
    .where(eq(territories.level, 'commune'))
  const region = keys.filter(({ key }) => gazetteer.ancestors(key).includes('region:27'))
  return region.flatMap(({ key }) => gazetteer.get(key) ?? []).filter((commune) => commune.postcodes.length > 0)
}

async function bringIn({ ports, storage }: Farm, bytes: Uint8Array): Promise<void> {
  const terms = { name: 'trainings.csv', serviceType: 'training', organisation: 'nievre', actor: FARM }
  const report = await importBatch({ ports, storage }, { ...terms, content: { bytes } })
  if (!report.ok || report.value.new !== rows) {
    const problems = report.ok ? report.value.problems : report.problems
    throw new Error(`not everything came in: ${JSON.stringify(problems.slice(0, 5))}`)
  }
}

async function insertOnly(from: Storage, into: Storage, contents: boolean): Promise<Spent> {
  const entries = await from.read.select().from(from.tables.entries)
  const revisions = contents ? await from.read.select().from(from.tables.revisions) : []
  return timed(async () => {
    for (let i = 0; i < entries.length; i += 500) {
      await into.write(async ({ db }) => {
        await db.insert(into.tables.entries).values(entries.slice(i, i + 500))
        if (contents) await db.insert(into.tables.revisions).values(revisions.slice(i, i + 500))
      })
    }
  })
}

/** Milliseconds of the clock, and of the processor: the second says more on a busy machine. */
interface Spent {
  readonly clock: number
  readonly processor: number
}

async function timed(work: () => Promise<unknown>): Promise<Spent> {
  globalThis.gc?.()
  const [start, before] = [performance.now(), process.threadCpuUsage()]
  await work()
  const { user, system } = process.threadCpuUsage(before)
  return { clock: performance.now() - start, processor: (user + system) / 1000 }
}

function show({ clock, processor }: Spent): string {
  return `${clock.toFixed(0)} ms (processor ${processor.toFixed(0)} ms)`
}
