import type { Actor } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { TerritoryKey } from '../../pipeline/model/territory.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { askReroute } from '../routing/ask-reroute.ts'
import type { Rehearsing } from '../routing/rehearse.ts'
import { entriesAbout } from '../storage/entries/entries-in-territory.ts'
import { heldVintage, readGeography, type StoredGeography } from '../storage/knowledge/territory-store.ts'
import type { Storage } from '../storage/storage.ts'
import { applyMovements } from './apply-movements.ts'
import type { TerritoryChange } from './compare-vintages.ts'
import { type AlsoWrite, putGeography } from './load-territories.ts'
import type { Geography } from './read-cog.ts'
import { readMovements } from './read-movements.ts'
import { rehearseVintage, type VintageRehearsal } from './rehearse-vintage.ts'

/** What moving to another vintage works with: the open farm is one. */
export interface VintageRoom {
  readonly storage: Storage
  now(): number
  memory(): Promise<Knowledge>
  changed(...parts: readonly 'geography'[]): Promise<void>
}

/** A file of movements someone brings. */
export interface VintageChange {
  readonly actor: Actor
  readonly bytes: Uint8Array
}

/** What a vintage would do. */
export interface VintagePlan extends VintageRehearsal {
  readonly vintage: number
  /** Lines that were left out, and why. */
  readonly problems: readonly Problem[]
  /** Published entries written with a code that changes, by its key; they are read as what it became. */
  readonly written: ReadonlyMap<TerritoryKey, number>
  /** What the territories that others become will be called, by their keys. */
  readonly names: ReadonlyMap<TerritoryKey, string>
}

/** Tells what the vintage a file of movements leads to would do over the last 90 days, and writes nothing. Problems: `not-allowed`, `no-geography`, those of `readMovements`. */
export async function rehearseMovements(
  room: VintageRoom,
  change: VintageChange,
  rehearsing: Pick<Rehearsing, 'days' | 'onMove'> = {},
): Promise<Result<VintagePlan>> {
  const read = await readChange(room, change)
  if (!read.ok) return read
  const { geography, problems, held } = read.value
  const rehearsal = await rehearseVintage(room, geography, { ...rehearsing, read: held })
  const written = await entriesAbout(room.storage, [...new Set(rehearsal.changes.map(({ was }) => was))])
  const became = new Set(rehearsal.changes.flatMap((one) => one.became))
  const named = geography.territories.filter(({ key }) => became.has(key))
  const names = new Map(named.map(({ key, name }) => [key, name]))
  return ok({ ...rehearsal, vintage: geography.vintage, problems, written, names })
}

/** A vintage that was brought in. */
export interface VintageChanged {
  readonly vintage: number
  readonly changes: readonly TerritoryChange[]
  readonly problems: readonly Problem[]
  /** The job that routes again what it touches: `finishJob` does it here and now, the worker soon; null where nothing changed. */
  readonly job: number | null
}

/** Brings in the vintage a file of movements leads to; what it touches is routed again. Problems: as `rehearseMovements`. */
export async function changeVintage(room: VintageRoom, change: VintageChange): Promise<Result<VintageChanged>> {
  const read = await readChange(room, change)
  if (!read.ok) return read
  const { storage, now } = room
  let job: number | null = null
  const also: AlsoWrite = async (writer, brought) => {
    const asked = { about: 'territories', subscriptions: null, describe: true, part: 'geography' } as const
    const { touching, id } = brought
    job = await askReroute(storage.tables, writer, { ...asked, touching, id, at: now() })
  }
  const bringing = { also, now: now(), actor: change.actor }
  const { vintage, changes } = await putGeography(storage, read.value.geography, bringing)
  await room.changed('geography')
  return ok({ vintage, changes, problems: read.value.problems, job })
}

interface ReadChange {
  readonly held: StoredGeography
  readonly geography: Geography
  readonly problems: readonly Problem[]
}

async function readChange(
  { storage, memory }: VintageRoom,
  { actor, bytes }: VintageChange,
): Promise<Result<ReadChange>> {
  const allowed = may(actor, { action: 'operate-farm' }, await memory())
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const held = await heldVintage(storage)
  if (held === null) return fail({ code: 'no-geography' })
  const read = readMovements(bytes, held)
  if (!read.ok) return read
  const geography = await readGeography(storage)
  const moved = applyMovements(geography, read.value)
  return ok({
    ...{ held: geography, geography: moved.geography },
    problems: [...read.value.problems, ...moved.problems],
  })
}
