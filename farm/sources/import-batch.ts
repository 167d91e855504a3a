import { setImmediate } from 'node:timers/promises'
import { readIntake } from '../../pipeline/intake/detect.ts'
import type { IntakeItem } from '../../pipeline/intake/reader.ts'
import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import type { RawValue } from '../../pipeline/model/field-types/field-type.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import type { Road, Submission } from '../../pipeline/model/submission.ts'
import type { Knowledge, Ports } from '../../pipeline/ports.ts'
import { NO_COUNTS, noteBatch, startBatch } from '../storage/batch-store.ts'
import type { Storage } from '../storage/storage.ts'
import { type BatchReport, startTally, type Tally } from './batch-report.ts'
import { fillDefaults } from './fill-defaults.ts'
import { formerPlaces } from './former-places.ts'
import { submitChunk } from './submit-chunk.ts'

/** What importing works with. */
export interface ImportRoom {
  readonly ports: Ports
  readonly storage: Storage
}

/** What is imported, for whom and how. */
export interface ImportRequest {
  /** A file as it came, or items already read and the road they came by. */
  readonly content:
    | {
        readonly bytes: Uint8Array
        readonly mediaType?: string | undefined
        readonly baseUrl?: string | undefined
        readonly mapping?: Readonly<Record<string, string>> | undefined
      }
    | { readonly items: Iterable<IntakeItem>; readonly road: Road }
  /** Name of the file or of the source, for people. */
  readonly name: string
  readonly serviceType: string
  readonly organisation: string
  readonly actor: Actor
  readonly source?: number | undefined
  /** Raw values given to items that lack them. */
  readonly defaults?: Readonly<Record<string, RawValue>> | undefined
  /** Says what would become of each item, and writes nothing. */
  readonly dryRun?: boolean | undefined
  readonly onProgress?: ((done: number) => void) | undefined
  /** Stops between two chunks with `interrupted`: what is written stays, and the batch stays without end. */
  readonly signal?: AbortSignal | undefined
}

const CHUNK = 500

/**
 * Takes a whole file or feed into the farm as one batch, 500 items at a time, each chunk whole or not at all. One bad item never
 * holds back the others; a file that cannot be read at all is a problem, and the batch keeps it too.
 */
export async function importBatch(room: ImportRoom, request: ImportRequest): Promise<Result<BatchReport>> {
  const knowledge = await room.ports.knowledge()
  const allowed = permitted(request, knowledge)
  if (!allowed.ok) return allowed
  const read = contentOf(request, allowed.value, knowledge)
  const batch = request.dryRun ? null : await openBatch(room, request, read.ok ? read.value.road : 'unknown')
  if (!read.ok) {
    await close(room, batch, { problems: read.problems, outcome: 'file' })
    return read
  }
  return importItems(room, request, { batch, ...read.value })
}

function permitted(
  { actor, organisation, serviceType: asked }: ImportRequest,
  knowledge: Knowledge,
): Result<ServiceType> {
  const serviceType = knowledge.serviceType(asked)
  if (!serviceType) return fail({ code: 'unknown-service-type', params: { value: asked } })
  if (!knowledge.organisations.get(organisation))
    return fail({ code: 'unknown-organisation', params: { value: organisation } })
  const allowed = may(actor, { action: 'import', organisation, serviceType: asked }, knowledge)
  return allowed.yes ? ok(serviceType) : fail({ code: 'not-allowed', params: { reason: allowed.because } })
}

interface Content {
  readonly road: Road
  readonly items: Iterable<IntakeItem>
  readonly warnings: readonly Problem[]
}

function contentOf(
  { content, defaults = {} }: ImportRequest,
  serviceType: ServiceType,
  { thesaurus, gazetteer }: Knowledge,
): Result<Content> {
  if ('items' in content) return ok({ ...content, warnings: [] })
  const { bytes, ...options } = content
  const knowsTerm = (vocabulary: string, text: string) => thesaurus.resolve(vocabulary, text) !== undefined
  const knowsTown = (text: string) => gazetteer.resolve(text, { levels: ['commune'] }).kind === 'found'
  const intake = readIntake(bytes, { ...options, serviceType, knowsTerm, knowsTown })
  if (!intake.ok) return intake
  // A column that a default stands in for is not missed.
  const warnings = intake.value.warnings.filter(
    ({ code, field }) => code !== 'missing-column' || !defaults[field ?? ''],
  )
  return ok({ road: intake.value.format, items: intake.value.items, warnings })
}

async function openBatch(
  { ports, storage }: ImportRoom,
  request: ImportRequest,
  road: Road | 'unknown',
): Promise<number> {
  const [id = 0] = await ports.newIds(1)
  const { name, organisation, serviceType, actor, source = null } = request
  const blank = { endedAt: null, total: 0, counts: NO_COUNTS }
  const batch = { id, name, organisation, serviceType, source, road, person: personOf(actor), startedAt: ports.now() }
  await startBatch(storage, { ...batch, ...blank })
  return id
}

const MOST_WARNINGS = 200

async function importItems(
  room: ImportRoom,
  request: ImportRequest,
  { batch, items, road, warnings }: Content & { readonly batch: number | null },
): Promise<Result<BatchReport>> {
  const tally = startTally()
  const told = [...warnings]
  const { gazetteer, serviceType: kind } = await room.ports.knowledge()
  const serviceType = kind(request.serviceType)
  const submitting = { actor: request.actor, batch, seen: new Set<string>(), rehearse: request.dryRun ?? false }
  for (const chunk of chunksOf(items)) {
    if (request.signal?.aborted) return fail({ code: 'interrupted' })
    const submissions = chunk.map((item) => submissionOf(item, road, request))
    const lines = tally.add(await submitChunk(room.ports, submissions, submitting))
    if (serviceType && told.length < MOST_WARNINGS) told.push(...formerPlaces(submissions, { serviceType, gazetteer }))
    if (batch !== null) await noteBatch(room.storage, { id: batch, endedAt: null, ...soFar(tally) }, lines)
    request.onProgress?.(tally.total)
    // Long work in one process: requests get their turn between chunks.
    await setImmediate()
  }
  await close(room, batch, { problems: told, outcome: 'warning', ...soFar(tally) })
  return ok(tally.report(batch, told))
}

function soFar({ total, counts }: Tally): Pick<Tally, 'total' | 'counts'> {
  return { total, counts }
}

function* chunksOf(items: Iterable<IntakeItem>): Generator<IntakeItem[]> {
  let chunk: IntakeItem[] = []
  for (const item of items) {
    chunk.push(item)
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

function submissionOf(item: IntakeItem, road: Road, request: ImportRequest): Submission {
  const { serviceType, organisation, source, defaults } = request
  const { line, externalId, problems } = item
  const raw = defaults === undefined ? item.raw : fillDefaults(item.raw, defaults)
  return { serviceType, organisation, road, raw, problems, line, externalId, source, intent: 'propose' }
}

async function close(
  { ports, storage }: ImportRoom,
  batch: number | null,
  end: {
    readonly problems: readonly Problem[]
    readonly outcome: 'file' | 'warning'
    readonly total?: number
    readonly counts?: typeof NO_COUNTS
  },
): Promise<void> {
  if (batch === null) return
  const { problems, outcome, total = 0, counts = NO_COUNTS } = end
  const lines = problems.map((problem) => ({ line: problem.line ?? 0, outcome, problem }))
  await noteBatch(storage, { id: batch, endedAt: ports.now(), total, counts }, lines)
}
