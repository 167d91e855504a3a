import { hash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Actor, FARM, personOf } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { importBatch } from '../sources/import-batch.ts'
import { mappingOf } from '../sources/mappings.ts'
import { enqueue } from '../storage/job-store.ts'
import { type JobKind, payloadText, type Workshop } from './job.ts'

/** A file to import behind people's backs: they may leave the page, and find the batch when it is done. */
export interface LaterImport {
  readonly bytes: Uint8Array
  readonly name: string
  readonly serviceType: string
  readonly organisation: string
  readonly actor: Actor
  /** Saved mapping it is read by. */
  readonly mapping?: number | undefined
}

/** Keeps the file with the farm's files and puts its import in the queue; problem: `not-allowed`. The same file twice is one job. */
export async function importLater(workshop: Workshop, asked: LaterImport): Promise<Result<void>> {
  const { bytes, actor, ...terms } = asked
  const knowledge = await workshop.ports.knowledge()
  const allowed = may(actor, { action: 'import', organisation: asked.organisation }, knowledge)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const file = hash('sha256', bytes, 'hex')
  await mkdir(folderOf(workshop), { recursive: true })
  await writeFile(join(folderOf(workshop), file), bytes)
  const key = `import ${asked.organisation} ${asked.serviceType} ${asked.mapping ?? ''} ${file}`
  const payload = { ...terms, file, person: personOf(actor) }
  await enqueue(workshop.storage, { kind: 'import', key, payload, runAt: workshop.now() })
  return ok(undefined)
}

/** Imports a file of the queue, as the person who brought it and with the rights they have by now. */
export const importFile: JobKind = async ({ workshop, gateway, job, signal, progress }) => {
  const { person } = job.payload
  const actor = typeof person === 'number' ? await workshop.people.byId(person) : FARM
  if (!actor) return fail({ code: 'unknown-person' })
  const [name, serviceType] = [payloadText(job, 'name'), payloadText(job, 'serviceType')]
  const organisation = payloadText(job, 'organisation')
  const bytes = await readFile(join(folderOf(workshop), payloadText(job, 'file')))
  const mapping = typeof job.payload.mapping === 'number' ? await mappingOf(gateway, job.payload.mapping) : undefined
  if (mapping && !mapping.ok) return mapping
  const content = { bytes, mapping: mapping?.value }
  const onProgress = (done: number) => progress(done, 0)
  return importBatch(gateway, { name, serviceType, organisation, actor, signal, onProgress, content })
}

function folderOf({ files }: Workshop): string {
  return join(files, 'imports')
}
