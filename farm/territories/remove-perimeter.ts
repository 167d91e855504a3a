import type { Actor } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { asksForTerritory, replaceTerritory } from '../../pipeline/model/replace-territory.ts'
import type { TerritoryKey } from '../../pipeline/model/territory.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { askReroute } from '../routing/ask-reroute.ts'
import { type Rehearsal, type Rehearsing, rehearse } from '../routing/rehearse.ts'
import { entriesHolding } from '../storage/entries/entries-in-territory.ts'
import { perimeterMembers, removeTerritory, setParents } from '../storage/knowledge/territory-store.ts'
import type { Writer } from '../storage/storage.ts'
import { askInstead, problemsOfInstead } from './ask-instead.ts'
import type { PerimeterRoom } from './change-perimeter.ts'

/** A perimeter someone wants gone. */
export interface PerimeterRemoval {
  readonly actor: Actor
  readonly code: string
  /** What the sections that ask for it ask for from then on. */
  readonly instead?: TerritoryKey | undefined
}

/** The jobs that follow a removal. */
export interface PerimeterRemoved {
  /** Describes again what lay in it. */
  readonly describing: number
  /** Routes again the sections that now ask for something else; null where none asked for it. */
  readonly routing: number | null
}

/** Tells what uses a perimeter, one problem each: `perimeter-asked` by a section, `perimeter-of-organisation`, `perimeter-in-perimeter`, `perimeter-in-pact`, `perimeter-in-entries`. */
export async function usesOfPerimeter(room: PerimeterRoom, key: TerritoryKey): Promise<readonly Problem[]> {
  const { subscriptions, organisations, pacts, gazetteer } = await room.memory()
  // A key in quotes stands nowhere in a condition but where it is meant.
  const names = (condition: unknown) => JSON.stringify(condition).includes(JSON.stringify(key))
  const asked = [...subscriptions.all()].filter(({ subscription }) => asksForTerritory(subscription.when, key))
  const holding = gazetteer.get(key)?.parents.filter((parent) => parent.startsWith('perimeter:')) ?? []
  const entries = await entriesHolding(room.storage, key)
  return [
    ...asked.map(({ site, subscription }) => ({
      code: 'perimeter-asked',
      params: { site: site.name, section: subscription.label.fr },
    })),
    ...organisations
      .all()
      .filter(({ territory }) => territory === key)
      .map(({ name }) => ({ code: 'perimeter-of-organisation', params: { name } })),
    ...holding.map((one) => ({
      code: 'perimeter-in-perimeter',
      params: { name: gazetteer.get(one)?.name ?? one },
    })),
    ...pacts
      .all()
      .filter(({ scope, revokedAt }) => revokedAt === null && names(scope))
      .map(({ grantor, grantee }) => ({ code: 'perimeter-in-pact', params: { grantor, grantee } })),
    ...(entries === 0 ? [] : [{ code: 'perimeter-in-entries', params: { count: entries } }]),
  ]
}

/**
 * Removes a perimeter nothing uses, sections aside where it is said what they ask for instead. Problems: `not-allowed`,
 * `unknown-territory`, those of `problemsOfInstead`, everything else that uses it; then nothing is changed.
 */
export async function removePerimeter(
  room: PerimeterRoom,
  removal: PerimeterRemoval,
): Promise<Result<PerimeterRemoved>> {
  const checked = await checkRemoval(room, removal)
  if (!checked.ok) return checked
  const { key, knowledge } = checked.value
  const { storage, now } = room
  const sites = new Set([...knowledge.subscriptions.all()].map(({ site }) => site.id)).size
  const [id = 0, ...newIds] = await storage.newIds(sites + 20)
  const { actor, instead } = removal
  const jobs = await storage.write(async (writer) => {
    const asking = { was: key, by: instead ?? key, actor, at: now(), newIds }
    const routing = instead === undefined ? null : await askInstead(storage.tables, writer, asking)
    await takeOut(room, writer, key)
    const asked = { about: 'territories', subscriptions: null, touching: [key], describe: true } as const
    const describing = await askReroute(storage.tables, writer, { ...asked, part: 'geography', id, at: now() })
    return { describing, routing }
  })
  await room.changed('geography', 'network')
  return ok(jobs)
}

/** Tells what sites would gain and lose over the last 90 days if their sections asked for something else, and writes nothing. Problems: as `removePerimeter`. */
export async function rehearseRemoval(
  room: PerimeterRoom,
  removal: PerimeterRemoval,
  rehearsing: Pick<Rehearsing, 'days' | 'onMove'> = {},
): Promise<Result<Rehearsal>> {
  const checked = await checkRemoval(room, removal)
  if (!checked.ok) return checked
  const { key, knowledge } = checked.value
  const replaced = { was: key, by: removal.instead ?? key }
  const subscribed = [...knowledge.subscriptions.all()]
    .filter(({ subscription }) => asksForTerritory(subscription.when, key))
    .map(({ site, subscription }) => {
      return { site, subscription: { ...subscription, when: replaceTerritory(subscription.when, replaced) } }
    })
  return ok(await rehearse(room, { ...rehearsing, subscribed, knowledge }))
}

async function checkRemoval(
  room: PerimeterRoom,
  { actor, code, instead }: PerimeterRemoval,
): Promise<Result<{ readonly key: TerritoryKey; readonly knowledge: Knowledge }>> {
  const knowledge = await room.memory()
  const allowed = may(actor, { action: 'operate-farm' }, knowledge)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const key = `perimeter:${code}`
  if (!knowledge.gazetteer.get(key)) return fail({ code: 'unknown-territory', params: { value: code } })
  const uses = await usesOfPerimeter(room, key)
  const held = instead === undefined ? uses : uses.filter((use) => use.code !== 'perimeter-asked')
  const problems = instead === undefined ? [] : problemsOfInstead({ was: key, by: instead }, knowledge)
  return held.length + problems.length > 0 ? fail(...problems, ...held) : ok({ key, knowledge })
}

async function takeOut({ storage: { tables } }: PerimeterRoom, { db }: Writer, key: TerritoryKey): Promise<void> {
  for (const member of await perimeterMembers(db, tables, key))
    await setParents(db, tables, { key: member.key, parents: member.parents.filter((parent) => parent !== key) })
  await removeTerritory(db, tables, key)
}
