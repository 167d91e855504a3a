import { setImmediate } from 'node:timers/promises'
import {
  entriesAfter,
  entriesMovedAfter,
  isBusy,
  type LikenessStand,
  newestEvent,
  readStand,
  writeStand,
} from '../storage/entries/likeness-store.ts'
import { compareEntries } from './compare-entries.ts'
import type { DuplicatesRoom } from './duplicates-room.ts'

/** What catching up did. */
export interface CaughtUp {
  /** Entries looked at. */
  readonly walked: number
  /** Those that were new or had changed. */
  readonly compared: number
  readonly proposed: number
}

/** How it is followed and stopped. */
export interface CatchingUp {
  readonly signal?: AbortSignal
  /** Stops after one handful while the queue has work people wait for. */
  readonly givesWay?: boolean
  onStep?(done: CaughtUp): void
}

const HANDFUL = 100
const DAY = 86_400_000

/**
 * Compares every entry that is new or has changed with those it may be like, a handful at a time, and proposes as one what looks alike.
 * How far it came is written with each handful, so that it may be killed anywhere. Numbers of events reserved by another process may
 * come later than higher ones: once a day everything is walked over, and what was missed is found.
 */
export async function catchUp(room: DuplicatesRoom, steering: CatchingUp = {}): Promise<CaughtUp> {
  let done: CaughtUp = { walked: 0, compared: 0, proposed: 0 }
  while (!steering.signal?.aborted) {
    const next = await nextHandful(room)
    if (next === undefined) break
    const { compared, proposed } = await compareEntries(room, next.ids, (writer) =>
      writeStand(room.storage, writer, next.stand),
    )
    done = {
      walked: done.walked + next.ids.length,
      compared: done.compared + compared,
      proposed: done.proposed + proposed,
    }
    steering.onStep?.(done)
    await setImmediate()
    if (steering.givesWay && (await isBusy(room.storage, room.ports.now()))) break
  }
  return done
}

/** Whether anything happened since the last time, or the walk over everything is due. */
export async function isBehind({ storage, ports }: DuplicatesRoom): Promise<boolean> {
  const stand = await readStand(storage)
  if (stand.walked !== null || isWalkDue(stand, ports.now())) return true
  return (await newestEvent(storage)) > stand.event
}

interface Next {
  readonly ids: readonly number[]
  readonly stand: LikenessStand
}

async function nextHandful({ storage, ports }: DuplicatesRoom): Promise<Next | undefined> {
  const stand = await begun({ storage, ports }, await readStand(storage))
  if (stand.walked !== null) {
    const ids = await entriesAfter(storage, stand.walked, HANDFUL)
    return { ids, stand: { ...stand, walked: ids.at(-1) ?? null } }
  }
  const { ids, event } = await entriesMovedAfter(storage, stand.event, HANDFUL)
  return event === stand.event ? undefined : { ids, stand: { ...stand, event } }
}

// What happens while everything is walked over is looked at afterwards.
async function begun({ storage, ports }: DuplicatesRoom, stand: LikenessStand): Promise<LikenessStand> {
  if (stand.walkedAt === 0) return { event: await newestEvent(storage), walked: 0, walkedAt: ports.now() }
  const due = stand.walked === null && isWalkDue(stand, ports.now())
  return due ? { ...stand, walked: 0, walkedAt: ports.now() } : stand
}

function isWalkDue({ walkedAt }: LikenessStand, now: number): boolean {
  return walkedAt <= now - DAY
}
