import type { Territory, TerritoryKey } from '../../pipeline/model/territory.ts'
import type { TerritoryAlias } from '../storage/knowledge/territory-store.ts'
import { looseForms, placeForm } from './place-names.ts'

/** The nodes found by key, name, postcode and former code. Every list runs from the most to the least peopled. */
export interface NodeIndex extends WrittenIndex {
  readonly nodes: readonly Territory[]
  readonly byKey: ReadonlyMap<TerritoryKey, Territory>
}

/** What reading a written place looks in. */
interface WrittenIndex {
  /** By comparable form of the name. */
  readonly byName: ReadonlyMap<string, readonly Territory[]>
  /** By comparable form of a looser name, or of a name the territory or a part of it had. */
  readonly byOtherName: ReadonlyMap<string, readonly Territory[]>
  readonly byPostcode: ReadonlyMap<string, readonly Territory[]>
  readonly byFormerCode: ReadonlyMap<string, readonly Territory[]>
}

/**
 * Indexes a geography; equal lists are shared between nodes, for there are 35,000 communes. What only written places are
 * looked up in is made when the first one is read: a farm that shows pages alone does without it.
 */
export function indexNodes(territories: readonly Territory[], aliases: readonly TerritoryAlias[]): NodeIndex {
  const nodes = compactNodes(territories)
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  let made: WrittenIndex | undefined
  const written = () => {
    made ??= indexWritten({ nodes, byKey }, aliases)
    return made
  }
  return {
    nodes,
    byKey,
    get byName() {
      return written().byName
    },
    get byOtherName() {
      return written().byOtherName
    },
    get byPostcode() {
      return written().byPostcode
    },
    get byFormerCode() {
      return written().byFormerCode
    },
  }
}

function indexWritten(
  { nodes, byKey }: Pick<NodeIndex, 'nodes' | 'byKey'>,
  aliases: readonly TerritoryAlias[],
): WrittenIndex {
  const [byName, byOtherName] = [new Index(), new Index()]
  const [byPostcode, byFormerCode] = [new Index(), new Index()]
  for (const node of nodes) {
    const form = placeForm(node.name)
    byName.add(form, node)
    for (const other of looseForms(node.name, form)) byOtherName.add(other, node)
    for (const postcode of node.postcodes) byPostcode.add(postcode, node)
  }
  for (const alias of aliases) {
    const node = byKey.get(alias.key)
    if (node === undefined) continue
    if (alias.code !== node.code) byFormerCode.add(alias.code, node)
    if (alias.name === '') continue
    for (const form of [placeForm(alias.name), ...looseForms(alias.name)]) byOtherName.add(form, node)
  }
  return { byName, byOtherName, byPostcode, byFormerCode }
}

function compactNodes(territories: readonly Territory[]): Territory[] {
  const lists = new Map<string, readonly string[]>()
  const shared = (list: readonly string[]): readonly string[] => {
    const signature = list.join()
    const known = lists.get(signature) ?? list
    lists.set(signature, known)
    return known
  }
  return [...territories]
    .sort(mostPeopledFirst)
    .map(({ key, level, code, name, parents, postcodes, population, vintage }) => {
      // Written out: a spread would give each of them a second object for what does not fit the first.
      return { key, level, code, name, parents: shared(parents), postcodes: shared(postcodes), population, vintage }
    })
}

// Few people look for an arrondissement, which bears the name of its main commune: it comes after all the rest.
function mostPeopledFirst(a: Territory, b: Territory): number {
  const last = Number(a.level === 'arrondissement') - Number(b.level === 'arrondissement')
  return last || b.population - a.population || (a.key < b.key ? -1 : 1)
}

class Index extends Map<string, Territory[]> {
  add(key: string, node: Territory): void {
    const held = this.get(key)
    if (held === undefined) this.set(key, [node])
    else if (!held.includes(node)) held.push(node)
  }
}
