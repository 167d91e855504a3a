import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { applyBatch } from '../../../farm/batches/apply-batch.ts'
import { type AskedWork, prepareBatch } from '../../../farm/batches/prepare-batch.ts'
import { CHUNK } from '../../../farm/batches/read-in-turn.ts'
import { readSamples } from '../../../farm/batches/samples.ts'
import { askUndo } from '../../../farm/batches/undo-batch.ts'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { batchProblems, readBatch } from '../../../farm/storage/gateways/batch-store.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Result } from '../../../pipeline/model/problem.ts'
import { demoFarm, environmentOf } from '../../farms.ts'
import { csv, row } from '../batches/small-batches.ts'

const open = demoFarm()
const TERMS = { name: 'agenda.csv', serviceType: 'event', organisation: 'nievre', actor: FARM }
// Two lines of the middle are one: what was seen before a death is still seen after it.
const LINES = Array.from({ length: 3440 }, (_, i) => row(String(i === 3200 ? 3 : i), `Salon numéro ${i}`))

function asked(work: Result<AskedWork>): AskedWork {
  if (!work.ok) throw new Error(JSON.stringify(work.problems))
  return work.value
}

function killed(farm: Farm, kind: string, commits: number): void {
  const child = fileURLToPath(new URL('import-child.ts', import.meta.url))
  const ended = spawnSync(process.execPath, [child, kind, String(commits)], { env: environmentOf(farm) })
  expect(ended.signal, String(ended.stderr)).toBe('SIGKILL')
}

async function brought({ storage }: Farm) {
  const { entries, revisions, events } = storage.tables
  const own = (await storage.read.select().from(entries)).filter(({ title }) => title.startsWith('Salon numéro'))
  const ids = new Set(own.map(({ id }) => id))
  const told = (await storage.read.select().from(events)).filter(({ entry }) => ids.has(entry ?? 0))
  const written = (await storage.read.select().from(revisions)).filter(({ entry }) => ids.has(entry))
  return { entries: own, revisions: written.length, kinds: told.map(({ kind }) => kind) }
}

it('A batch whose process is killed goes on after its last line: rehearsed, applied and undone once', async () => {
  const farm = await open()
  // Whoever was at it says nothing any more.
  const later = () => farm.storage.write(({ db }) => db.update(farm.storage.tables.jobs).set({ claimedAt: 1 }))
  const prepared = asked(await prepareBatch(farm, { ...TERMS, bytes: csv(...LINES, row('x', '')) }))
  const batch = () => readBatch(farm.storage, prepared.batch)
  killed(farm, 'import', 2)
  expect(await batch()).toMatchObject({ state: 'rehearsing', total: CHUNK * 2 })
  await later()
  expect(await finishJob(farm, prepared.job)).toMatchObject({ error: null })
  const would = { new: 3439, duplicate: 1, refused: 1, same: 0, changed: 0, gone: 0 }
  expect(await batch()).toMatchObject({ state: 'rehearsed', total: 3441, counts: would })
  const samples = await batchProblems(farm.storage, { batch: prepared.batch, kind: 'samples', limit: 100 })
  expect(readSamples(samples).length).toBeGreaterThanOrEqual(20)
  expect((await brought(farm)).entries).toEqual([])

  const applying = asked(await applyBatch(farm, { batch: prepared.batch, actor: FARM }))
  for (const commits of [1, 1]) {
    killed(farm, 'import', commits)
    await later()
  }
  expect(await batch()).toMatchObject({ state: 'applying', total: CHUNK * 2 })
  expect(await finishJob(farm, applying.job)).toMatchObject({ error: null })
  expect(await batch()).toMatchObject({ state: 'applied', total: 3441, counts: would })
  const made = await brought(farm)
  expect([made.entries.length, made.revisions, made.kinds.length]).toEqual([3439, 3439, 3439])
  const problems = await batchProblems(farm.storage, { batch: prepared.batch, limit: 100 })
  expect(problems.filter(({ line }) => line > 0).map(({ line, problem }) => [line, problem.code])).toEqual([
    [3202, 'duplicate-in-file'],
    [3442, 'required'],
  ])

  const undoing = asked(await askUndo(farm, { batch: prepared.batch, actor: FARM }))
  for (const commits of [3, 5]) {
    killed(farm, 'undo', commits)
    await later()
  }
  expect((await brought(farm)).kinds.filter((kind) => kind === 'trashed')).toHaveLength(800)
  expect(await finishJob(farm, undoing.job)).toMatchObject({ error: null })
  expect(await batch()).toMatchObject({ state: 'undone', counts: would })
  const left = await brought(farm)
  expect(new Set(left.entries.map(({ state }) => state))).toEqual(new Set(['trashed']))
  expect(left.kinds.filter((kind) => kind === 'trashed')).toHaveLength(3439)
  expect(await batchProblems(farm.storage, { batch: prepared.batch, kind: 'kept', limit: 5 })).toEqual([])
}, 240_000)
