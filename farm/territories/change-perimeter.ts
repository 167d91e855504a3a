import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import type { Condition } from '../../pipeline/model/condition.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { asksForTerritory } from '../../pipeline/model/replace-territory.ts'
import { isPerimeter, type Territory, type TerritoryKey } from '../../pipeline/model/territory.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import type { Subscribed } from '../../pipeline/routing/subscription-index.ts'
import { askReroute } from '../routing/ask-reroute.ts'
import { REHEARSED_DAYS, type Rehearsal, type Rehearsing, rehearse } from '../routing/rehearse.ts'
import { entriesHolding } from '../storage/entries/entries-in-territory.ts'
import { noteChange } from '../storage/knowledge/change-store.ts'
import { readChanges } from '../storage/knowledge/territory-change-store.ts'
import { territoriesByKey } from '../storage/knowledge/territory-store.ts'
import type { Storage } from '../storage/storage.ts'
import { movesNothing } from './geography-difference.ts'
import { imaginedGazetteer } from './imagined-gazetteer.ts'
import { type Perimeter, type SavedPerimeter, savePerimeter } from './perimeters.ts'

/** What changing perimeters works with: the open farm is one. */
export interface PerimeterRoom {
  readonly storage: Storage
  now(): number
  memory(): Promise<Knowledge>
  changed(...parts: readonly ('geography' | 'network')[]): Promise<void>
}

/** A perimeter as someone wants it. */
export interface PerimeterChange {
  readonly actor: Actor
  readonly perimeter: Perimeter
}

/**
 * Creates a perimeter or changes its name and members; answers the number of the job that routes again what lies in those that came or
 * left, null where none did. Problems: `not-allowed`, `perimeter-code-gone`, those of `savePerimeter`.
 */
export async function changePerimeter(room: PerimeterRoom, change: PerimeterChange): Promise<Result<number | null>> {
  const allowed = await permitted(room, change)
  if (!allowed.ok) return allowed
  const { storage, now } = room
  const [id = 0, event = 0] = await storage.newIds(2)
  let job: number | null = null
  const saved = await savePerimeter(storage, change.perimeter, async (writer, { touched, back }) => {
    const noted = { id: event, at: now(), kind: 'territories-changed', person: personOf(change.actor) } as const
    if (!movesNothing(back)) await noteChange(storage.tables, writer, { ...noted, data: { back } })
    if (touched.length === 0) return
    const asked = { about: 'territories', subscriptions: null, touching: touched, describe: true } as const
    job = await askReroute(storage.tables, writer, { ...asked, part: 'geography', id, at: now() })
  })
  if (!saved.ok) return saved
  await room.changed('geography')
  return ok(job)
}

/** Tells what sites would gain and lose by such a change over the last 90 days, and writes nothing. */
export async function rehearsePerimeter(
  room: PerimeterRoom,
  change: PerimeterChange,
  rehearsing: Pick<Rehearsing, 'days' | 'onMove'> = {},
): Promise<Result<Rehearsal>> {
  const memory = await room.memory()
  const allowed = await permitted(room, change)
  if (!allowed.ok) return allowed
  const imagined = await imagine(room.storage, change.perimeter)
  if (!imagined.ok) return imagined
  const { touched, nodes } = imagined.value
  const changes = (await readChanges(room.storage)).toReversed()
  const knowledge = { ...memory, gazetteer: imaginedGazetteer(memory.gazetteer, { nodes, changes }) }
  const subscribed = await concerned(room, { memory, perimeters: touched.filter(isPerimeter) })
  const { days = REHEARSED_DAYS } = rehearsing
  if (subscribed.length === 0) return ok({ sites: [], comes: 0, goes: 0, read: 0, took: 0, days })
  return ok(await rehearse(room, { ...rehearsing, days, subscribed, knowledge, imagined: true, touching: touched }))
}

// Sections that name it, or one around it; all of them where an entry is about the perimeter itself, or a pact names it.
async function concerned(
  { storage }: PerimeterRoom,
  { memory, perimeters }: { readonly memory: Knowledge; readonly perimeters: readonly TerritoryKey[] },
): Promise<Subscribed[]> {
  const names = (condition: Condition | null) =>
    condition !== null && perimeters.some((key) => asksForTerritory(condition, key))
  const all = [...memory.subscriptions.all()]
  const granted = memory.pacts.all().some(({ scope, revokedAt }) => revokedAt === null && names(scope))
  if (granted) return all
  for (const key of perimeters) if ((await entriesHolding(storage, key)) > 0) return all
  return all.filter(({ subscription }) => names(subscription.when))
}

async function permitted(room: PerimeterRoom, { actor, perimeter }: PerimeterChange): Promise<Result<void>> {
  const memory = await room.memory()
  const allowed = may(actor, { action: 'operate-farm' }, memory)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const { code: value } = perimeter
  const led = memory.gazetteer.get(`perimeter:${value}`)
  if (led && led.key !== `perimeter:${value}`)
    return fail({ code: 'perimeter-code-gone', field: 'code', params: { value, name: led.name } })
  return ok(undefined)
}

interface Imagined extends Pick<SavedPerimeter, 'touched'> {
  readonly nodes: readonly Territory[]
}

class Undone extends Error {
  readonly imagined: Imagined
  constructor(imagined: Imagined) {
    super('only rehearsed')
    this.imagined = imagined
  }
}

// Saved by the very code that saves, read, and undone: there is one way to say what a perimeter lies in.
async function imagine(storage: Storage, perimeter: Perimeter): Promise<Result<Imagined>> {
  try {
    const saved = await savePerimeter(storage, perimeter, async ({ db }, { touched, moved }) => {
      throw new Undone({ touched, nodes: await territoriesByKey(db, storage.tables, moved) })
    })
    return saved.ok ? ok({ touched: [], nodes: [] }) : saved
  } catch (error) {
    if (error instanceof Undone) return ok(error.imagined)
    throw error
  }
}
