import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { isPerimeter, type Territory, type TerritoryKey } from '../../pipeline/model/territory.ts'
import {
  perimeterMembers,
  perimetersAndMembers,
  putTerritory,
  setParents,
  territoriesByKey,
} from '../storage/knowledge/territory-store.ts'
import type { Storage, Writer } from '../storage/storage.ts'
import type { Tables } from '../storage/tables/tables.ts'
import { ancestryOf } from './ancestry.ts'
import { type GeographyDifference, geographyDifference } from './geography-difference.ts'

/** A list of territories that has a name: the area of an employment house, of a natural park. */
export interface Perimeter {
  /** Kebab-case. */
  readonly code: string
  readonly name: string
  readonly members: readonly TerritoryKey[]
}

/**
 * Creates a perimeter, or replaces its name and members: each member then lies in it, and it lies in whatever holds all
 * its members. Problems: `bad-perimeter-code`, `required`, `unknown-territory`, `perimeter-circle`; answers with its key. What follows
 * from it is written by `also`, in the same transaction.
 */
export async function savePerimeter(
  storage: Storage,
  perimeter: Perimeter,
  also?: (writer: Writer, saved: SavedPerimeter) => Promise<unknown>,
): Promise<Result<TerritoryKey>> {
  const problems = mistakes(perimeter)
  if (problems.length > 0) return fail(...problems)
  return storage.write(async (writer) => {
    const { tables } = storage
    const before = await withThese(writer, tables, perimeter.members)
    const saved = await savePerimeterWithin(writer, tables, perimeter)
    if (!saved.ok) return saved
    const after = await withThese(writer, tables, saved.value.moved)
    const back = geographyDifference({ territories: after, aliases: [] }, { territories: before, aliases: [] })
    await also?.(writer, { ...saved.value, back })
    return ok(saved.value.key)
  })
}

// All that a change of one perimeter may move: whatever lies in any, and these.
async function withThese({ db }: Writer, tables: Tables, keys: readonly TerritoryKey[]): Promise<readonly Territory[]> {
  const around = await perimetersAndMembers(db, tables)
  const there = new Set(around.map(({ key }) => key))
  const others = keys.filter((key) => !there.has(key))
  return [...around, ...(await territoriesByKey(db, tables, others))]
}

/** A perimeter that was saved. */
export interface SavedPerimeter extends MovedPerimeter {
  /** What undoes it. */
  readonly back: GeographyDifference
}

/** What saving a perimeter moved. */
export interface MovedPerimeter {
  readonly key: TerritoryKey
  /** Territories that came into it or left it, itself and the perimeters around it then too. */
  readonly touched: readonly TerritoryKey[]
  /** Whatever now lies otherwise than before: the perimeter, its members before and after, perimeters around it. */
  readonly moved: readonly TerritoryKey[]
}

// Words of addresses that pages of territories have.
const PAGES = new Set(['new', 'vintage'])

function mistakes({ code, name, members }: Perimeter): Problem[] {
  const problems: Problem[] = []
  if (code === '') problems.push({ code: 'required', field: 'code' })
  else if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(code) || PAGES.has(code)) {
    problems.push({ code: 'bad-perimeter-code', field: 'code', params: { value: code } })
  }
  if (name.trim() === '') problems.push({ code: 'required', field: 'name' })
  if (members.length === 0) problems.push({ code: 'required', field: 'members' })
  return problems
}

/** The same within a transaction that does more; its members are taken as they are. Problems: `unknown-territory`, `perimeter-circle`, before anything is written. */
export async function savePerimeterWithin(
  writer: Writer,
  tables: Tables,
  { code, name, members }: Perimeter,
): Promise<Result<MovedPerimeter>> {
  const key = `perimeter:${code}`
  const around = await neighbourhood(writer, tables, [...members, key])
  const problems = strangersAndCircles(key, { members, around })
  if (problems.length > 0) return fail(...problems)
  const chosen = members.flatMap((member) => around.get(member) ?? [])
  await putTerritory(writer.db, tables, {
    ...{ key, level: 'perimeter', code, name: name.trim(), postcodes: [] },
    parents: [...commonParents(chosen, around), ...perimetersIn(around.get(key))],
    population: chosen.reduce((sum, member) => sum + member.population, 0),
    vintage: Math.max(...chosen.map((member) => member.vintage)),
  })
  const came = await moveMembers(writer, tables, { key, chosen })
  const again: TerritoryKey[] = []
  for (const one of perimetersIn(around.get(key))) again.push(...(await saveAgain(writer, tables, around.get(one))))
  const wider = ancestryOf(around).ancestors(key).slice(1).filter(isPerimeter)
  const left = leftOrEntered(key, { chosen, around })
  // What is about the perimeter itself, one around it, or what it lay in, now lies around other places, and perhaps in others.
  const aroundOthers = [...new Set([key, ...wider, ...came, ...left, ...again])]
  const moves = came.length + left.length + again.length > 0
  return ok({ key, touched: moves ? aroundOthers : [], moved: [...new Set([key, ...came, ...wider])] })
}

// A perimeter that holds this one may now lie in something wider.
async function saveAgain(
  writer: Writer,
  tables: Tables,
  perimeter: Territory | undefined,
): Promise<readonly TerritoryKey[]> {
  if (perimeter === undefined) return []
  const members = (await perimeterMembers(writer.db, tables, perimeter.key)).map(({ key }) => key)
  const saved = await savePerimeterWithin(writer, tables, { ...perimeter, members })
  return saved.ok ? saved.value.touched : []
}

// Wider territories the perimeter lay in and does no more, or the other way round.
function leftOrEntered(
  key: TerritoryKey,
  { chosen, around }: { readonly chosen: readonly Territory[]; readonly around: Nodes },
): readonly TerritoryKey[] {
  const { ancestors } = ancestryOf(withoutPerimeters(around))
  const before = new Set(ancestors(key).slice(1))
  const after = new Set(commonParents(chosen, around).flatMap((parent) => ancestors(parent)))
  return before.size === 0 ? [] : [...before.symmetricDifference(after)]
}

type Nodes = ReadonlyMap<TerritoryKey, Territory>

// These keys and everything above them: some ten nodes a commune, shared by neighbours, in five questions at most.
async function neighbourhood({ db }: Writer, tables: Tables, keys: readonly TerritoryKey[]): Promise<Nodes> {
  const nodes = new Map<TerritoryKey, Territory>()
  for (let asked = [...new Set(keys)]; asked.length > 0; ) {
    const found = await territoriesByKey(db, tables, asked)
    for (const node of found) nodes.set(node.key, node)
    asked = [...new Set(found.flatMap((node) => node.parents))].filter((parent) => !nodes.has(parent))
  }
  return nodes
}

interface Membership {
  readonly members: readonly TerritoryKey[]
  readonly around: Nodes
}

function strangersAndCircles(key: TerritoryKey, { members, around }: Membership): Problem[] {
  const { ancestors } = ancestryOf(around)
  const above = [key, ...perimetersIn(around.get(key)).flatMap((parent) => ancestors(parent))]
  return members.flatMap((member): Problem[] => {
    const params = { value: member }
    if (above.includes(member)) return [{ code: 'perimeter-circle', field: 'members', params }]
    return around.has(member) ? [] : [{ code: 'unknown-territory', field: 'members', params }]
  })
}

function perimetersIn(node: Territory | undefined): readonly TerritoryKey[] {
  return node?.parents.filter(isPerimeter) ?? []
}

// The narrowest of what every member lies in, perimeters aside: a perimeter may be a part of an EPCI or of a région.
function commonParents(members: readonly Territory[], around: Nodes): readonly TerritoryKey[] {
  const { ancestors } = ancestryOf(withoutPerimeters(around))
  const [first = [], ...others] = members.map(({ key }) => ancestors(key).slice(1))
  const common = first.filter((key) => others.every((list) => list.includes(key)))
  const wider = new Set(common.flatMap((key) => ancestors(key).slice(1)))
  return common.filter((key) => !wider.has(key))
}

function withoutPerimeters(nodes: Nodes): Nodes {
  const lying = [...nodes].map(([key, node]) => {
    const parents = node.parents.filter((parent) => !isPerimeter(parent))
    return [key, { ...node, parents }] as const
  })
  return new Map(lying)
}

async function moveMembers(
  writer: Writer,
  tables: Tables,
  { key, chosen }: { readonly key: TerritoryKey; readonly chosen: readonly Territory[] },
): Promise<TerritoryKey[]> {
  const touched: TerritoryKey[] = []
  const members = new Map(chosen.map((member) => [member.key, member]))
  const former = await perimeterMembers(writer.db, tables, key)
  for (const { key: left, parents } of former) {
    if (!members.has(left)) {
      touched.push(left)
      await setParents(writer.db, tables, { key: left, parents: parents.filter((parent) => parent !== key) })
    }
  }
  for (const { key: member, parents } of members.values()) {
    if (parents.includes(key)) continue
    touched.push(member)
    await setParents(writer.db, tables, { key: member, parents: [...parents, key] })
  }
  return touched
}
