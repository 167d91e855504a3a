import type { Problem } from '../../pipeline/model/problem.ts'
import { isPerimeter, type Territory, type TerritoryKey } from '../../pipeline/model/territory.ts'
import type { TerritoryAlias } from '../storage/knowledge/territory-store.ts'
import type { Geography } from './read-cog.ts'
import type { Movement, MovementsFile } from './read-movements.ts'

/** The geography movements lead to, and those that speak of communes nobody knows, which are left out. */
export interface MovedGeography {
  readonly geography: Geography
  readonly problems: readonly Problem[]
}

interface Moving {
  readonly nodes: Map<TerritoryKey, Territory>
  /** By what they lead to: thousands of movements over tens of thousands of aliases. */
  readonly aliases: Map<TerritoryKey, readonly TerritoryAlias[]>
}

/**
 * Moves a geography on, day by day: a commune no line keeps goes into what its lines name, and its code leads there; a code that was
 * not there is a commune that takes the place of its first line; a name after is the name. Perimeters are left to the caller.
 */
export function applyMovements(
  held: { readonly territories: readonly Territory[]; readonly aliases: readonly TerritoryAlias[] },
  { vintage, movements }: Pick<MovementsFile, 'vintage' | 'movements'>,
): MovedGeography {
  const territories = held.territories.filter((one) => one.level !== 'perimeter')
  const nodes = new Map(territories.map((one) => [one.key, one]))
  const map: Moving = { nodes, aliases: Map.groupBy(held.aliases, ({ key }) => key) }
  const problems: Problem[] = []
  for (const day of Map.groupBy(movements, (one) => one.day).values()) {
    const known = day.filter(({ was }) => map.nodes.has(keyOf(was)))
    const strangers = day.filter((one) => !known.includes(one))
    problems.push(
      ...strangers.map(({ line, was }) => ({
        ...{ code: 'movement-of-stranger', line, field: 'COM_AV', params: { value: was } },
      })),
    )
    const { circling } = departuresOf(known)
    problems.push(
      ...known
        .filter(({ was }) => circling.has(was))
        .map(({ line, was }) => ({ code: 'movement-circle', line, field: 'COM_AP', params: { value: was } })),
    )
    moveOn(
      map,
      known.filter(({ was }) => !circling.has(was)),
    )
  }
  const placed = [...map.nodes.values()].map((one) => ({ ...one, parents: withoutPerimeters(one), vintage }))
  return { geography: { vintage, territories: placed, aliases: [...map.aliases.values()].flat() }, problems }
}

function withoutPerimeters({ parents }: Territory): readonly TerritoryKey[] {
  return parents.filter((parent) => !isPerimeter(parent))
}

function keyOf(code: string): TerritoryKey {
  return `commune:${code}`
}

function moveOn(map: Moving, day: readonly Movement[]): void {
  const before = new Map(map.nodes)
  for (const movement of day) arrive(map, movement, before)
  const { order } = departuresOf(day)
  for (const [was, became] of order) leave(map, { was, became, before })
}

interface Departures {
  /** Communes that no line keeps and what each goes into: what goes into one that goes itself comes first, and is taken along. */
  readonly order: readonly (readonly [was: string, became: readonly string[]])[]
  /** Those that would come back to themselves, and what only they lead to: no order of things makes sense of them. */
  readonly circling: ReadonlySet<string>
}

function departuresOf(day: readonly Movement[]): Departures {
  const groups = [...Map.groupBy(day, (one) => one.was)]
  const gone = groups.filter(([was, lines]) => lines.every(({ became }) => became !== was))
  const leaving = new Map(gone.map(([was, lines]) => [was, [...new Set(lines.map((one) => one.became))]]))
  const waitedFor = new Map<string, number>()
  for (const heir of [...leaving.values()].flat()) waitedFor.set(heir, (waitedFor.get(heir) ?? 0) + 1)
  const free = [...leaving.keys()].filter((was) => !waitedFor.has(was))
  const order: (readonly [string, readonly string[]])[] = []
  for (let was = free.pop(); was !== undefined; was = free.pop()) {
    const became = leaving.get(was) ?? []
    order.push([was, became])
    leaving.delete(was)
    for (const heir of became) {
      const left = (waitedFor.get(heir) ?? 0) - 1
      waitedFor.set(heir, left)
      if (left === 0 && leaving.has(heir)) free.push(heir)
    }
  }
  return { order, circling: new Set(leaving.keys()) }
}

function arrive(map: Moving, { was, became, name }: Movement, before: ReadonlyMap<TerritoryKey, Territory>): void {
  const key = keyOf(became)
  const there = map.nodes.get(key)
  if (there) {
    map.nodes.set(key, { ...there, name })
    return
  }
  const from = before.get(keyOf(was))
  if (!from) return
  const parents = from.parents.filter((parent) => !isPerimeter(parent))
  const moved = departementOf(became) === departementOf(was) ? parents : inDepartement(parents, became)
  map.nodes.set(key, { ...from, key, code: became, name, parents: moved, population: 0 })
  // A delegated commune that stands by itself again is no former one any more.
  for (const [target, aliases] of map.aliases)
    if (aliases.some(({ code }) => code === became))
      map.aliases.set(
        target,
        aliases.filter(({ code }) => code !== became),
      )
}

function leave(
  map: Moving,
  {
    was,
    became,
    before,
  }: {
    readonly was: string
    readonly became: readonly string[]
    readonly before: ReadonlyMap<TerritoryKey, Territory>
  },
): void {
  const old = before.get(keyOf(was))
  const heirs = became.filter((code) => map.nodes.has(keyOf(code)))
  if (!old || heirs.length === 0) return
  map.nodes.delete(old.key)
  const [first = ''] = heirs
  const heir = map.nodes.get(keyOf(first))
  if (heir) {
    const postcodes = [...new Set([...heir.postcodes, ...old.postcodes])]
    map.nodes.set(heir.key, { ...heir, postcodes, population: heir.population + old.population })
  }
  const led = (map.aliases.get(old.key) ?? []).map((alias) => ({ ...alias, key: keyOf(first) }))
  map.aliases.delete(old.key)
  const leading = [...led, ...heirs.map((code) => ({ code: was, name: old.name, key: keyOf(code) }))]
  for (const alias of leading) map.aliases.set(alias.key, [...(map.aliases.get(alias.key) ?? []), alias])
}

function departementOf(code: string): string {
  return code.startsWith('97') || code.startsWith('98') ? code.slice(0, 3) : code.slice(0, 2)
}

// Which arrondissement takes it in the file does not say; its EPCI keeps it until the next geography tells.
function inDepartement(parents: readonly TerritoryKey[], code: string): readonly TerritoryKey[] {
  return [...parents.filter((parent) => parent.startsWith('epci:')), `departement:${departementOf(code)}`]
}
