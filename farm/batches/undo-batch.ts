import { setImmediate } from 'node:timers/promises'
import { together } from '../../pipeline/changes.ts'
import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import type { BatchLine, BatchStep } from '../../pipeline/model/batch.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { Changes } from '../../pipeline/ports.ts'
import { type Deed, type Undone, undo } from '../../pipeline/undo.ts'
import { type DeedRow, eventsOf, lastDeeds, standingRevisions } from '../storage/entries/deed-store.ts'
import { type Batch, changeBatch, readBatch } from '../storage/gateways/batch-store.ts'
import { forgetMissing } from '../storage/gateways/missing-store.ts'
import { askWork } from './ask-work.ts'
import { numbered } from './close-batch.ts'
import type { ImportRoom } from './import-request.ts'
import type { AskedWork } from './prepare-batch.ts'
import type { WorkingOn } from './work-batch.ts'

/**
 * Puts in the queue that a whole batch be undone, also one that was cut short or is still at work, which then stops. Problems:
 * `unknown-batch`, `batch-moved-on` where it is undone already or was never applied, `undo-too-old` of those older than this engine.
 */
export async function askUndo(
  room: Pick<ImportRoom, 'ports' | 'storage'>,
  asked: { readonly batch: number; readonly actor: Actor },
): Promise<Result<AskedWork>> {
  const to = { state: 'undoing', undonePerson: personOf(asked.actor) } as const
  return askWork(room, asked, {
    kind: 'undo',
    bar: ({ lastId }) => (lastId === null ? { code: 'undo-too-old' } : undefined),
    begin: (writer, { id }) =>
      changeBatch(room.storage.tables, writer, { id, from: ['applying', 'applied', 'undoing'], to }),
  })
}

/** How undoing went. */
export interface UndoReport {
  readonly undone: number
  /** Left as they were: the lines of the batch tell why. */
  readonly kept: number
}

const HANDFUL = 100
const TRIES = 20

/**
 * Undoes a batch that is to be, deed by deed from the last one, a handful in one transaction with the place reached: cut short, it goes
 * on from there. Problems: `unknown-batch`, `interrupted`, `batch-moved-on`.
 */
export async function undoBatch(room: ImportRoom, { batch: id, ...working }: WorkingOn): Promise<Result<UndoReport>> {
  const report = { undone: 0, kept: 0 }
  for (let tries = 0; ; ) {
    if (working.signal?.aborted) return fail({ code: 'interrupted' })
    const batch = await readBatch(room.storage, id)
    if (!batch) return fail({ code: 'unknown-batch' })
    if (batch.state !== 'undoing') return fail({ code: 'batch-moved-on' })
    const deeds = await lastDeeds(room.storage, batch, HANDFUL)
    const decided = await decide(room, { batch, deeds, actor: working.actor })
    const step = await stepOf(room, batch, { deeds, lines: decided.lines })
    const committed = await room.ports.commit(together([...decided.changes, { batches: [step] }]))
    if (!committed.ok) {
      tries += 1
      // Somebody may save one of them meanwhile: it is looked at again.
      if (tries < TRIES && committed.problems.some(({ code }) => code === 'stale-version')) continue
      return committed
    }
    tries = 0
    await forgetMissing(
      room.storage,
      deeds.filter(({ withdrawn }) => withdrawn).map(({ entry }) => entry),
    )
    if (deeds.length === 0) return ok(report)
    report.undone += decided.changes.length
    report.kept += decided.lines.length
    working.onProgress?.(report.undone + report.kept)
    await setImmediate()
  }
}

async function stepOf(
  { ports }: ImportRoom,
  { id, lastId }: Batch,
  { deeds, lines }: { readonly deeds: readonly DeedRow[]; readonly lines: readonly BatchLine[] },
): Promise<BatchStep> {
  const last = deeds.at(-1)
  const end = { state: 'undone', undoneAt: ports.now(), endedAt: ports.now() } as const
  const to = last === undefined ? end : { lastId: last.id - 1 }
  return { batch: id, from: { state: 'undoing', lastId: lastId ?? 0 }, to, lines: await numbered(ports, lines) }
}

interface Handful {
  readonly batch: Batch
  readonly deeds: readonly DeedRow[]
  readonly actor: Actor
}

interface Decided {
  readonly changes: readonly Partial<Changes>[]
  readonly lines: readonly BatchLine[]
}

async function decide(room: ImportRoom, { batch, deeds, actor }: Handful): Promise<Decided> {
  const { ports } = room
  const whole = await readDeeds(room, batch.id, deeds)
  const knowledge = await ports.knowledge()
  const ids = await ports.newIds(whole.length * 3)
  const now = ports.now()
  const done = whole.map((deed, i): readonly [Deed, Undone] => {
    return [deed, undo(deed, { actor, now, knowledge, ids: ids.slice(i * 3, i * 3 + 3) })]
  })
  return {
    changes: done.flatMap(([, undone]) => (undone && 'changes' in undone ? [undone.changes] : [])),
    lines: done.flatMap(([{ entry }, undone]) =>
      undone && 'kept' in undone ? [{ line: 0, outcome: 'kept' as const, entry: entry.id, problem: undone.kept }] : [],
    ),
  }
}

async function readDeeds({ ports, storage }: ImportRoom, batch: number, rows: readonly DeedRow[]): Promise<Deed[]> {
  if (rows.length === 0) return []
  const ids = [...new Set(rows.map(({ entry }) => entry))]
  const [entries, revisions, events, deliveries, { serviceType: kind }] = await Promise.all([
    ports.entries.many(ids),
    standingRevisions(storage, ids, batch),
    eventsOf(storage, ids),
    ports.entries.deliveries(ids),
    ports.knowledge(),
  ])
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const of = <T extends { readonly entry: number | null }>(all: readonly T[]) => Map.groupBy(all, ({ entry }) => entry)
  const [revised, happened, delivered] = [of(revisions), of(events), of(deliveries)]
  return rows.flatMap(({ id, entry: number, withdrawn }) => {
    const entry = byId.get(number)
    const serviceType = entry && kind(entry.serviceType)
    if (!entry || !serviceType) return []
    const did = withdrawn ? { withdrawn } : { revision: id }
    const past = { revisions: revised.get(number) ?? [], events: happened.get(number) ?? [] }
    return [{ batch, entry, serviceType, did, ...past, current: delivered.get(number) ?? [] }]
  })
}
