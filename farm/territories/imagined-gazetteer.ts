import type { Gazetteer, Territory, TerritoryKey } from '../../pipeline/model/territory.ts'
import { ancestryOf } from './ancestry.ts'
import { climbThroughTime, followChanges } from './successors.ts'

/** What a rehearsal imagines of a geography. */
export interface Imagining {
  /** Territories that would lie otherwise, as they would. */
  readonly nodes: readonly Territory[]
  /** What keys that are gone became, oldest first, as far as the farm knows and as it would. */
  readonly changes: Parameters<typeof followChanges>[0]
  /** A perimeter that would be no more. */
  readonly gone?: TerritoryKey
}

/** The geography as it would be: what routing climbs; written places are read as today. */
export function imaginedGazetteer(gazetteer: Gazetteer, { nodes, changes, gone }: Imagining): Gazetteer {
  const changed = new Map(nodes.map((node) => [node.key, node]))
  // Of a key that is gone already, the memory tells what it became.
  const get = (key: TerritoryKey) => {
    if (key === gone) return undefined
    const node = changed.get(key) ?? gazetteer.get(key)
    return node?.key === key ? node : undefined
  }
  const isToday = (key: TerritoryKey) => get(key) !== undefined
  const { ancestors } = ancestryOf({ get, has: isToday })
  const successors = followChanges(changes, isToday)
  const todays = (key: TerritoryKey) => (isToday(key) ? key : (successors.of(key)[0] ?? key))
  return {
    ...gazetteer,
    get: (key) => get(todays(key)),
    ancestors: climbThroughTime({ ancestors, isToday, successors }),
    point: (key) => gazetteer.point(todays(key)),
  }
}
