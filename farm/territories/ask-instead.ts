import { asc, eq } from 'drizzle-orm'
import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import type { Condition } from '../../pipeline/model/condition.ts'
import type { Problem } from '../../pipeline/model/problem.ts'
import { asksForTerritory, replaceTerritory, type TerritoryReplaced } from '../../pipeline/model/replace-territory.ts'
import { isPerimeter } from '../../pipeline/model/territory.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { askReroute } from '../routing/ask-reroute.ts'
import type { Writer } from '../storage/storage.ts'
import type { Tables } from '../storage/tables/tables.ts'
import { holdersOf } from './uses-of-perimeter.ts'

/** Why a territory cannot take the place of another: `unknown-territory`, `perimeter-instead-itself`, `perimeter-instead-around` for what is around it, `no-point` where distances are counted from it. */
export function problemsOfInstead(replaced: TerritoryReplaced, knowledge: Knowledge): Problem[] {
  const { gazetteer, subscriptions } = knowledge
  const { was, by } = replaced
  const about = { field: 'instead', params: { value: gazetteer.get(by)?.name ?? by } }
  if (gazetteer.get(by)?.key !== by) return [{ code: 'unknown-territory', ...about }]
  if (was === by) return [{ code: 'perimeter-instead-itself', ...about }]
  const around = holdersOf(knowledge, was).flatMap((holder) => [...gazetteer.ancestors(holder)])
  if (isPerimeter(by) && around.includes(by)) return [{ code: 'perimeter-instead-around', ...about }]
  const centred = [...subscriptions.all()].some(({ subscription }) => isCentre(subscription.when, was))
  return centred && !gazetteer.point(by) ? [{ code: 'no-point', ...about }] : []
}

function isCentre(condition: Condition, key: string): boolean {
  if ('all' in condition) return condition.all.some((part) => isCentre(part, key))
  if ('any' in condition) return condition.any.some((part) => isCentre(part, key))
  if ('none' in condition) return condition.none.some((part) => isCentre(part, key))
  return 'near' in condition && condition.near === key
}

/** A replacement, by whom and when, with numbers nothing else has: two more than the farm has sites. */
export interface AskingInstead extends TerritoryReplaced {
  readonly actor: Actor
  readonly at: number
  readonly newIds: readonly number[]
  /** Sections that are to be routed again with them. */
  readonly also?: readonly number[]
}

/**
 * Has every section that asks for a territory ask for another, each site with its event as if it had been changed by hand; answers the
 * number of the job that routes them again, null where none asked.
 */
export async function askInstead(tables: Tables, writer: Writer, asking: AskingInstead): Promise<number | null> {
  const { db } = writer
  const { was, actor, at, newIds, also = [] } = asking
  const { subscriptions, events } = tables
  const all = await db.select().from(subscriptions).orderBy(asc(subscriptions.position))
  const concerned = all.filter(({ when }) => asksForTerritory(when, was))
  if (concerned.length + also.length === 0) return null
  for (const { id, when } of concerned)
    await db
      .update(subscriptions)
      .set({ when: replaceTerritory(when, asking) })
      .where(eq(subscriptions.id, id))
  const sites = [...new Set(concerned.map(({ site }) => site))]
  const [id = 0, ...ids] = newIds
  const blank = { entry: null, batch: null, kind: 'subscriptions-changed', at, person: personOf(actor) }
  // The site as seen on a day before reads what its services were.
  const rows = sites.map((site, i) => {
    const before = all.filter((one) => one.site === site)
    const data = { services: before.map(({ slug }) => slug), removed: [], was: before }
    return { ...blank, id: ids[i] ?? 0, site, data }
  })
  await writer.bulk(events, rows)
  const asked = { touching: null, describe: false, part: 'network' } as const
  const sections = [...new Set([...concerned.map((one) => one.id), ...also])]
  return askReroute(tables, writer, { ...asked, subscriptions: sections, about: `instead of ${was}`, id, at })
}
