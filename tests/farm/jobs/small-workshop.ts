import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createEpochs } from '../../../farm/cache/epochs.ts'
import type { Workshop } from '../../../farm/jobs/job.ts'
import { startWorker, type Worker } from '../../../farm/jobs/worker.ts'
import { readSettings } from '../../../farm/settings.ts'
import type { Job } from '../../../farm/storage/jobs/job-store.ts'
import { peopleReader } from '../../../farm/storage/network/people-reader.ts'
import type { Storage } from '../../../farm/storage/storage.ts'
import { loopbackOnly } from '../sources/local-server.ts'
import { type SmallFarm, smallFarm } from '../sources/small-farm.ts'

/** A small farm with what jobs need beside. */
export type SmallWorkshop = SmallFarm & Workshop

/** A workshop on this database, its files in a folder of its own. */
export function smallWorkshop(storage: Storage): SmallWorkshop {
  const files = mkdtempSync(join(tmpdir(), 'terroir-files-'))
  onTestFinished(() => rmSync(files, { recursive: true, force: true }))
  return {
    ...smallFarm(storage),
    people: peopleReader(storage),
    files,
    epochs: createEpochs(),
    settings: readSettings({}),
    memory: () => Promise.reject(new Error('a small workshop remembers nothing')),
  }
}

/** A worker that looks only when told to (`idle`), stopped at the end of the test; what it reports fails the test. */
export function quietWorker(workshop: Workshop): Worker {
  const errors: unknown[] = []
  const worker = startWorker(workshop, {
    everyMs: 3_600_000,
    allowPrivate: loopbackOnly,
    limits: { idle: 2000, total: 4000 },
    onError: (error) => errors.push(error),
  })
  onTestFinished(async () => {
    await worker.stop()
    if (errors.length > 0) throw errors[0]
  })
  return worker
}

/** The jobs of one kind, oldest first. */
export async function jobsOf({ storage }: Workshop, kind: string): Promise<readonly Job[]> {
  const all = await storage.read.select().from(storage.tables.jobs)
  return all.filter((job) => job.kind === kind).toSorted((a, b) => a.id - b.id)
}
