import type { Actor } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { TerritoryKey } from '../../pipeline/model/territory.ts'
import { askReroute } from '../routing/ask-reroute.ts'
import { entriesHolding } from '../storage/entries-in-territory.ts'
import type { Writer } from '../storage/storage.ts'
import { perimeterMembers, removeTerritory, setParents } from '../storage/territory-store.ts'
import type { PerimeterRoom } from './change-perimeter.ts'

/** A perimeter someone wants gone. */
export interface PerimeterRemoval {
  readonly actor: Actor
  readonly code: string
}

/** Tells what uses a perimeter, one problem each: `perimeter-asked` by a section, `perimeter-of-organisation`, `perimeter-in-perimeter`, `perimeter-in-pact`, `perimeter-in-entries`. */
export async function usesOfPerimeter(room: PerimeterRoom, key: TerritoryKey): Promise<readonly Problem[]> {
  const { subscriptions, organisations, pacts, gazetteer } = await room.memory()
  // A key in quotes stands nowhere in a condition but where it is meant.
  const names = (condition: unknown) => JSON.stringify(condition).includes(JSON.stringify(key))
  const asked = [...subscriptions.all()].filter(({ subscription }) => names(subscription.when))
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
 * Removes a perimeter nothing uses; answers the number of the job that describes again what lay in it. Problems: `not-allowed`,
 * `unknown-territory`, everything that uses it.
 */
export async function removePerimeter(room: PerimeterRoom, removal: PerimeterRemoval): Promise<Result<number>> {
  const memory = await room.memory()
  const allowed = may(removal.actor, { action: 'operate-farm' }, memory)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const key = `perimeter:${removal.code}`
  if (!memory.gazetteer.get(key)) return fail({ code: 'unknown-territory', params: { value: removal.code } })
  const uses = await usesOfPerimeter(room, key)
  if (uses.length > 0) return fail(...uses)
  const { storage, now } = room
  const [id = 0] = await storage.newIds(1)
  await storage.write(async (writer) => {
    await takeOut(room, writer, key)
    const asked = { about: 'territories', subscriptions: null, touching: [key], describe: true } as const
    await askReroute(storage.tables, writer, { ...asked, part: 'geography', id, at: now() })
  })
  await room.changed('geography')
  return ok(id)
}

async function takeOut({ storage: { tables } }: PerimeterRoom, { db }: Writer, key: TerritoryKey): Promise<void> {
  for (const member of await perimeterMembers(db, tables, key))
    await setParents(db, tables, { key: member.key, parents: member.parents.filter((parent) => parent !== key) })
  await removeTerritory(db, tables, key)
}
