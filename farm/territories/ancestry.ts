import type { Territory, TerritoryKey } from '../../pipeline/model/territory.ts'

/** How a geography is climbed. */
export interface Ancestry {
  /** The key and everything it lies in, widest last; empty for an unknown key. */
  ancestors(key: TerritoryKey): readonly TerritoryKey[]
  /** Whether the territory is that one, or lies in it. */
  isWithin(node: Territory, key: TerritoryKey): boolean
  /** Whether it lies in that one, as whatever has the same list of parents does. */
  isUnder(node: Territory, key: TerritoryKey): boolean
}

/** Territories by their keys. */
export type Nodes = Pick<ReadonlyMap<TerritoryKey, Territory>, 'get' | 'has'>

/** Climbs by lists of parents, which communes share by the dozen: what lies above is worked out once per list. */
export function ancestryOf(nodes: Nodes): Ancestry {
  const known = new Map<readonly TerritoryKey[], readonly TerritoryKey[]>()
  const above = ({ parents }: Territory): readonly TerritoryKey[] => {
    const kept = known.get(parents)
    if (kept !== undefined) return kept
    const wider = climb(parents, nodes)
    known.set(parents, wider)
    return wider
  }
  const lines = new Map<TerritoryKey, readonly TerritoryKey[]>()
  return {
    ancestors(key) {
      const kept = lines.get(key)
      if (kept !== undefined) return kept
      const node = nodes.get(key)
      if (node === undefined) return []
      const line = [key, ...above(node)]
      lines.set(key, line)
      return line
    },
    isWithin: (node, key) => node.key === key || above(node).includes(key),
    isUnder: (node, key) => above(node).includes(key),
  }
}

function climb(parents: readonly TerritoryKey[], nodes: Nodes): TerritoryKey[] {
  const reached = new Set(parents)
  for (const key of reached) for (const parent of nodes.get(key)?.parents ?? []) reached.add(parent)
  return [...reached].filter((key) => nodes.has(key)).sort((a, b) => width(a) - width(b))
}

const WIDTHS = ['commune', 'epci', 'arrondissement', 'departement', 'perimeter', 'region', 'country']

function width(key: TerritoryKey): number {
  return WIDTHS.indexOf(key.slice(0, key.indexOf(':')))
}
