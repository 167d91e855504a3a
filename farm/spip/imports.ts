import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bytes } from '../../pipeline/intake/byte-source.ts'
import type { SubjectMapping, ToldSubject } from '../../pipeline/intake/spip/subjects.ts'
import type { SpipItem } from '../../pipeline/intake/spip/texts.ts'
import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import type { BatchCounts } from '../../pipeline/model/batch.ts'
import type { RawValue } from '../../pipeline/model/field-types/field-type.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Farm } from '../open-farm.ts'
import { keepWaiting } from '../sources/waiting-file.ts'
import { joinJob } from '../storage/jobs/job-store.ts'
import { readMeta, writeMeta } from '../storage/network/network-store.ts'

/** What asking for a SPIP site works with: the open farm is one. */
export type SpipDesk = Pick<Farm, 'ports' | 'storage' | 'files' | 'now' | 'settings'>

/** How a SPIP site is to be read: into what, and what its sections and keywords stand for. */
export interface SpipWishes {
  readonly organisation: string
  /** Site that answers for the old addresses. */
  readonly site: string
  /** Where that site answers: `https://www.example.org`. */
  readonly origin: string
  readonly prefix?: string | undefined
  /** Service types of articles and briefs; of syndicated links, which stay behind without it; of the sources. */
  readonly kinds: {
    readonly article: string
    readonly breve: string
    readonly link?: string | undefined
    readonly source: string
  }
  readonly mapping: SubjectMapping
  readonly defaults: Readonly<Record<string, RawValue>>
}

/** What became, or would become, of one kind of texts. */
export interface ToldTexts {
  readonly kind: SpipItem['kind']
  /** Null for a rehearsal. */
  readonly batch: number | null
  readonly counts: BatchCounts
  readonly problems: readonly Problem[]
  readonly problemCount: number
}

/** What a rehearsal or an import of a SPIP site told. */
export interface SpipNews {
  readonly texts: readonly ToldTexts[]
  readonly subjects: readonly ToldSubject[]
  readonly statuses: Readonly<Record<'published' | 'refused' | 'trashed', number>>
  readonly addresses: number
  readonly files: { readonly kept: number; readonly missing: number }
  readonly sources: { readonly added: number; readonly known: number }
  readonly repaired: number
  readonly problems: readonly Problem[]
}

/** A SPIP site on its way into the farm. */
export interface SpipImport {
  readonly id: number
  /** As the file was called. */
  readonly name: string
  readonly path: string
  readonly images: string | null
  readonly person: number | null
  readonly askedAt: number
  readonly wishes: SpipWishes
  readonly step: 'rehearse' | 'apply'
  readonly state: 'under-way' | 'rehearsed' | 'applied' | 'failed'
  readonly problems: readonly Problem[]
  readonly news: SpipNews | null
}

/** A file somebody sent, or the name of one that lies in the folder `spip` of the farm's data. */
export type SpipFile = { readonly name: string; readonly bytes: Bytes } | { readonly name: string }

/** The files an operator put into the folder `spip` of the farm's data, for sites too large to send. */
export async function waitingSpipFiles({ settings }: Pick<SpipDesk, 'settings'>): Promise<readonly string[]> {
  const found = await readdir(join(settings.data, 'spip'), { withFileTypes: true }).catch(() => [])
  return found.flatMap((one) => (one.isFile() && !one.name.startsWith('.') ? [one.name] : [])).sort()
}

/** Keeps a SPIP site and puts its rehearsal in the queue, for those who run the farm. Problems: `not-allowed`, `file-required`. */
export async function askSpip(
  desk: SpipDesk,
  actor: Actor,
  asked: { readonly file: SpipFile; readonly wishes: SpipWishes },
): Promise<Result<{ readonly id: number; readonly job: number }>> {
  const allowed = await mayOperate(desk, actor)
  if (!allowed.ok) return allowed
  const { file, wishes } = asked
  const folder = join(desk.settings.data, 'spip')
  const brought = 'bytes' in file
  if (!brought && !(await waitingSpipFiles(desk)).includes(file.name))
    return fail({ code: 'file-required', field: 'file' })
  const path = brought
    ? join(desk.files, 'imports', await keepWaiting(desk.files, file.bytes))
    : join(folder, file.name)
  const images = (await readdir(folder).catch((): string[] => [])).includes('IMG') ? join(folder, 'IMG') : null
  const [id = 0] = await desk.ports.newIds(1)
  const about = { id, name: file.name.slice(0, 300), path, images, person: personOf(actor), askedAt: desk.now() }
  return queue(desk, { ...about, wishes, step: 'rehearse', state: 'under-way', problems: [], news: null })
}

/** A SPIP import, for those who run the farm. Problems: `not-allowed`, `unknown-batch`. */
export async function readSpipImport(desk: SpipDesk, actor: Actor, id: number): Promise<Result<SpipImport>> {
  const allowed = await mayOperate(desk, actor)
  if (!allowed.ok) return allowed
  const found = await storedImport(desk, id)
  return found ? ok(found) : fail({ code: 'unknown-batch' })
}

/** Rehearses it again with other wishes, or applies it as it was rehearsed. Problems: `not-allowed`, `unknown-batch`, `batch-moved-on`. */
export async function goOnWithSpip(
  desk: SpipDesk,
  actor: Actor,
  {
    id,
    ...next
  }: { readonly id: number } & (
    | { readonly step: 'rehearse'; readonly wishes: SpipWishes }
    | { readonly step: 'apply' }
  ),
): Promise<Result<{ readonly id: number; readonly job: number }>> {
  const found = await readSpipImport(desk, actor, id)
  if (!found.ok) return found
  const { state } = found.value
  if (state === 'under-way' || (next.step === 'apply' && state !== 'rehearsed')) return fail({ code: 'batch-moved-on' })
  return queue(desk, { ...found.value, ...next, person: personOf(actor), state: 'under-way', problems: [] })
}

/** Writes what became of it. */
export async function noteSpip({ storage }: Pick<SpipDesk, 'storage'>, found: SpipImport): Promise<void> {
  await storage.write((writer) => writeMeta(storage, writer, { key: keyOf(found.id), value: JSON.stringify(found) }))
}

/** The import of that number; undefined where there is none. */
export async function storedImport(
  { storage }: Pick<SpipDesk, 'storage'>,
  id: number,
): Promise<SpipImport | undefined> {
  const text = await readMeta(storage, keyOf(id))
  return text === null ? undefined : JSON.parse(text)
}

function keyOf(id: number): string {
  return `spip-import:${id}`
}

async function mayOperate({ ports }: Pick<SpipDesk, 'ports'>, actor: Actor): Promise<Result<void>> {
  const verdict = may(actor, { action: 'operate-farm' }, await ports.knowledge())
  return verdict.yes ? ok(undefined) : fail({ code: 'not-allowed', params: { reason: verdict.because } })
}

async function queue(
  desk: SpipDesk,
  found: SpipImport,
): Promise<Result<{ readonly id: number; readonly job: number }>> {
  const { storage, ports, now } = desk
  const [job = 0] = await ports.newIds(1)
  const { id } = found
  return storage.write(async (writer) => {
    await writeMeta(storage, writer, { key: keyOf(id), value: JSON.stringify(found) })
    const work = { id: job, kind: 'spip', key: `spip ${id}`, payload: { import: id }, runAt: now() }
    return ok({ id, job: await joinJob(storage.tables, writer, { ...work, join: (waiting) => ({ ...waiting }) }) })
  })
}
