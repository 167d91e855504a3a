import type { Actor } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { asksNear } from '../../pipeline/routing/asks-near.ts'
import { askReroute } from '../routing/ask-reroute.ts'
import { putExactPoints } from '../storage/knowledge/point-store.ts'
import { writeMeta } from '../storage/network/network-store.ts'
import type { Storage } from '../storage/storage.ts'
import { PACKED_POINTS, packAgain } from './read-point-book.ts'
import { type PointLine, readPointsFile } from './read-points-file.ts'

/** What importing points works with: the open farm is one. */
export interface PointsRoom {
  readonly storage: Storage
  now(): number
  memory(): Promise<Knowledge>
  changed(...parts: readonly 'geography'[]): Promise<void>
}

/** What a file of points brought. */
export interface ImportedPoints {
  /** Communes whose exact point is now known. */
  readonly written: number
  /** Lines that were written by the code of a former commune. */
  readonly former: readonly PointLine[]
  /** Lines that were left out, and why. */
  readonly problems: readonly Problem[]
  /** Number of the job that routes again what asks about distances; null where nothing does. */
  readonly job: number | null
}

/** Takes the exact points of communes from a CSV; they are kept whatever vintage or package comes. Problems: `not-allowed`, those of `readPointsFile`. */
export async function importPoints(
  room: PointsRoom,
  { bytes, actor }: { readonly bytes: Uint8Array; readonly actor: Actor },
): Promise<Result<ImportedPoints>> {
  const memory = await room.memory()
  const allowed = may(actor, { action: 'operate-farm' }, memory)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const read = readPointsFile(bytes, memory.gazetteer)
  if (!read.ok) return read
  const { lines, problems } = read.value
  const former = lines.filter((line) => line.former !== undefined)
  if (lines.length === 0) return ok({ written: 0, former, problems, job: null })
  const job = await write(room, lines, sectionsAskingNear(memory))
  await packAgain(room.storage)
  await room.changed('geography')
  return ok({ written: lines.length, former, problems, job })
}

function sectionsAskingNear({ subscriptions, pacts }: Knowledge): readonly number[] | null {
  if (pacts.all().some(({ scope }) => scope !== null && asksNear(scope))) return null
  const all = [...subscriptions.all()].map(({ subscription }) => subscription)
  return all.filter(({ when }) => asksNear(when)).map(({ id }) => id)
}

async function write(
  { storage, now }: PointsRoom,
  lines: readonly PointLine[],
  subscriptions: readonly number[] | null,
): Promise<number | null> {
  const [id = 0] = await storage.newIds(1)
  const points = lines.map(({ key, latitude, longitude }) => ({ key, latitude, longitude }))
  return storage.write(async (writer) => {
    await putExactPoints(writer, storage.tables, points)
    await writeMeta(storage, writer, { key: PACKED_POINTS, value: '' })
    if (subscriptions?.length === 0) return null
    const asked = { about: 'points', subscriptions, touching: null, describe: false, part: 'geography' } as const
    return askReroute(storage.tables, writer, { ...asked, id, at: now() })
  })
}
