import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Territory, TerritoryKey } from '../../pipeline/model/territory.ts'
import { perimeterMembers, putTerritory, setParents, territoriesByKey } from '../storage/knowledge/territory-store.ts'
import type { Storage, Writer } from '../storage/storage.ts'
import type { Tables } from '../storage/tables/tables.ts'
import { ancestryOf } from './ancestry.ts'

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
    const saved = await save(writer, storage.tables, perimeter)
    if (!saved.ok) return saved
    await also?.(writer, saved.value)
    return ok(saved.value.key)
  })
}

/** A perimeter that was saved. */
export interface SavedPerimeter {
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
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(code) || PAGES.has(code)) {
    problems.push({ code: 'bad-perimeter-code', field: 'code', params: { value: code } })
  }
  if (name.trim() === '') problems.push({ code: 'required', field: 'name' })
  if (members.length === 0) problems.push({ code: 'required', field: 'members' })
  return problems
}

async function save(
  writer: Writer,
  tables: Tables,
  { code, name, members }: Perimeter,
): Promise<Result<SavedPerimeter>> {
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
  const wider = perimetersIn(around.get(key))
  for (const one of wider) await saveAgain(writer, tables, around.get(one))
  // What is about the perimeter itself now lies around other places, and perhaps in others.
  const touched = came.length > 0 ? [key, ...wider, ...came] : []
  return ok({ key, touched, moved: [key, ...came, ...wider] })
}

// A perimeter that holds this one may now lie in something wider.
async function saveAgain(writer: Writer, tables: Tables, perimeter: Territory | undefined): Promise<void> {
  if (perimeter === undefined) return
  const members = await perimeterMembers(writer.db, tables, perimeter.key)
  await save(writer, tables, { ...perimeter, members: members.map((member) => member.key) })
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
  return node?.parents.filter((parent) => parent.startsWith('perimeter:')) ?? []
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
    const parents = node.parents.filter((parent) => !parent.startsWith('perimeter:'))
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
