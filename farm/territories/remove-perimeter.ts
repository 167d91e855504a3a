import type { Actor } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { asksAround, asksForTerritory, replaceTerritory } from '../../pipeline/model/replace-territory.ts'
import type { Territory, TerritoryKey } from '../../pipeline/model/territory.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { type Rehearsal, type Rehearsing, rehearse } from '../routing/rehearse.ts'
import { readChanges } from '../storage/knowledge/territory-change-store.ts'
import { heldVintage, territoriesByKey } from '../storage/knowledge/territory-store.ts'
import type { Writer } from '../storage/storage.ts'
import { problemsOfInstead } from './ask-instead.ts'
import type { PerimeterRoom } from './change-perimeter.ts'
import { type GaveWay, giveWay } from './give-way.ts'
import { imaginedGazetteer } from './imagined-gazetteer.ts'
import { problemOfUse, usesOfPerimeter } from './uses-of-perimeter.ts'

/** A perimeter someone wants gone. */
export interface PerimeterRemoval {
  readonly actor: Actor
  readonly code: string
  /** What stands in its place wherever it is used. */
  readonly instead?: TerritoryKey | undefined
}

/** The jobs that follow a removal. */
export type PerimeterRemoved = Pick<GaveWay, 'describing' | 'routing'>

/**
 * Removes a perimeter; where something uses it, another territory takes its place there. Problems: `not-allowed`, `unknown-territory`,
 * those of `problemsOfInstead`, and without it everything that uses the perimeter; then nothing is changed.
 */
export async function removePerimeter(
  room: PerimeterRoom,
  removal: PerimeterRemoval,
): Promise<Result<PerimeterRemoved>> {
  const checked = await checkRemoval(room, removal)
  if (!checked.ok) return checked
  const { describing, routing } = await remove(room, { ...removal, ...checked.value })
  await room.changed('geography', 'network')
  return ok({ describing, routing })
}

/** Tells what sites would gain and lose over the last 90 days, and writes nothing. Problems: as `removePerimeter`. */
export async function rehearseRemoval(
  room: PerimeterRoom,
  removal: PerimeterRemoval,
  rehearsing: Pick<Rehearsing, 'days' | 'onMove'> = {},
): Promise<Result<Rehearsal>> {
  const checked = await checkRemoval(room, removal)
  if (!checked.ok) return checked
  const { key, knowledge, elsewhere } = checked.value
  const replaced = { was: key, by: removal.instead ?? key }
  const all = [...knowledge.subscriptions.all()].map(({ site, subscription }) => {
    return { site, subscription: { ...subscription, when: replaceTerritory(subscription.when, replaced) } }
  })
  const asking = new Set(sectionsAsking(knowledge, key))
  const subscribed = all.filter(({ subscription }) => elsewhere || asking.has(subscription.id))
  if (removal.instead === undefined || !elsewhere)
    return ok(await rehearse(room, { ...rehearsing, subscribed, knowledge }))
  const { nodes, touched } = await imagine(room, { ...removal, key, knowledge })
  const change = { kind: 'replaced' as const, was: key, became: [removal.instead] }
  const changes = [...(await readChanges(room.storage)).toReversed(), change]
  const gazetteer = imaginedGazetteer(knowledge.gazetteer, { nodes, changes, gone: key })
  // What lies around the one or the other need not lie in any of them.
  const touching = namedAsCovered(knowledge, key) ? {} : { touching: touched }
  const imagined = { knowledge: { ...knowledge, gazetteer }, imagined: true, ...touching }
  return ok(await rehearse(room, { ...rehearsing, subscribed, ...imagined }))
}

interface Checked {
  readonly key: TerritoryKey
  readonly knowledge: Knowledge
  /** Something else than sections uses it. */
  readonly elsewhere: boolean
}

async function checkRemoval(room: PerimeterRoom, { actor, code, instead }: PerimeterRemoval): Promise<Result<Checked>> {
  const knowledge = await room.memory()
  const allowed = may(actor, { action: 'operate-farm' }, knowledge)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const key = `perimeter:${code}`
  if (knowledge.gazetteer.get(key)?.key !== key) return fail({ code: 'unknown-territory', params: { value: code } })
  const uses = await usesOfPerimeter(room, key)
  if (instead === undefined && uses.length > 0) return fail(...uses.map(problemOfUse))
  const problems = instead === undefined ? [] : problemsOfInstead({ was: key, by: instead }, knowledge)
  const elsewhere = uses.some(({ kind }) => kind === 'perimeter' || kind === 'pact' || kind === 'entries')
  return problems.length > 0 ? fail(...problems) : ok({ key, knowledge, elsewhere })
}

function sectionsAsking({ subscriptions }: Knowledge, key: TerritoryKey): number[] {
  return [...subscriptions.all()]
    .filter(({ subscription }) => asksForTerritory(subscription.when, key))
    .map(({ subscription }) => subscription.id)
}

function namedAsCovered({ subscriptions, pacts }: Knowledge, key: TerritoryKey): boolean {
  const asked = [...subscriptions.all()].map(({ subscription }) => subscription.when)
  const granted = pacts.all().flatMap(({ scope }) => scope ?? [])
  return [...asked, ...granted].some((condition) => asksAround(condition, key))
}

type Removing = PerimeterRemoval & Pick<Checked, 'key' | 'knowledge'>

async function remove(
  { storage, now }: PerimeterRoom,
  { actor, instead, key, knowledge }: Removing,
  also?: (writer: Writer, gave: GaveWay) => Promise<unknown>,
): Promise<GaveWay> {
  const sites = new Set([...knowledge.subscriptions.all()].map(({ site }) => site.id)).size
  const newIds = await storage.newIds(sites + 5)
  const vintage = (await heldVintage(storage)) ?? 0
  const giving = { key, instead, actor, at: now(), vintage, newIds, knowledge }
  return storage.write(async (writer) => {
    const gave = await giveWay(storage.tables, writer, giving)
    await also?.(writer, gave)
    return gave
  })
}

interface Imagined extends Pick<GaveWay, 'touched'> {
  readonly nodes: readonly Territory[]
}

class Undone extends Error {
  readonly imagined: Imagined
  constructor(imagined: Imagined) {
    super('only rehearsed')
    this.imagined = imagined
  }
}

// Removed by the very code that removes, read, and undone.
async function imagine(room: PerimeterRoom, removing: Removing): Promise<Imagined> {
  try {
    await remove(room, removing, async ({ db }, { moved, touched }) => {
      throw new Undone({ touched, nodes: await territoriesByKey(db, room.storage.tables, moved) })
    })
    return { nodes: [], touched: [] }
  } catch (error) {
    if (error instanceof Undone) return error.imagined
    throw error
  }
}
