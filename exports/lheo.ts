import { nodesIn, writeNode, type XmlNode } from '../pipeline/intake/xml-nodes.ts'
import type { ExportedEntry, ExportedList } from './exported.ts'
import { legalXml } from './legal-xml.ts'
import { offerOf } from './lheo-offer.ts'
import { instant } from './xml-element.ts'

/** Namespace of what is written: LHÉO 2.3, whatever version came. */
export const LHEO_WRITTEN = 'http://lheo.gouv.fr/2.3'

/**
 * LHÉO 2.3: an offer that came by LHÉO leaves with all it came with and what was changed here; any other with what its fields say.
 * Actions of one formation stand in it together, unless hundreds of others come between them.
 */
export async function* writeLheo(list: ExportedList): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<lheo xmlns="${LHEO_WRITTEN}" horodatage-export="${instant(list.updatedAt)}">\n<offres>\n`
  yield* formations(list)
  yield '</offres>\n</lheo>\n'
}

/** One offer as a document of its own, without XML declaration. */
export function lheoDocument(entry: ExportedEntry, list: Pick<ExportedList, 'reading'>): string {
  const formation = oneOnly(new Set())(offerOf(entry, list))
  return legalXml(`<lheo xmlns="${LHEO_WRITTEN}"><offres>${writeNode(formation)}</offres></lheo>`)
}

const HELD = 200

async function* formations(list: ExportedList): AsyncGenerator<string> {
  const open = new Map<string, { readonly formation: XmlNode; readonly actions: XmlNode[] }>()
  const alone = oneOnly(new Set())
  for await (const entry of list.entries) {
    if (!entry.serviceType.exports.includes('lheo')) continue
    const formation = offerOf(entry, list)
    const actions = nodesIn(formation, 'action')
    const key = writeNode({ ...formation, content: formation.content.filter((one) => !isAction(one)) })
    const known = open.get(key)
    if (known) known.actions.push(...actions)
    else open.set(key, { formation, actions: [...actions] })
    const [oldest] = open
    if (open.size <= HELD || oldest === undefined) continue
    open.delete(oldest[0])
    yield written(oldest[1], alone)
  }
  for (const one of open.values()) yield written(one, alone)
}

function isAction(one: XmlNode | string): boolean {
  return typeof one !== 'string' && one.name === 'action'
}

function written(
  { formation, actions }: { readonly formation: XmlNode; readonly actions: readonly XmlNode[] },
  alone: (node: XmlNode) => XmlNode,
): string {
  const at = formation.content.findIndex(isAction)
  const ordered = actions.toSorted((a, b) => ORDER.compare(a.attributes.numero ?? '', b.attributes.numero ?? ''))
  const content = [...formation.content.slice(0, at), ...ordered, ...formation.content.slice(at + 1)]
  return `${legalXml(writeNode(alone({ ...formation, content })))}\n`
}

const ORDER = new Intl.Collator('fr', { numeric: true })

/** Lets each `id` stand once in a document, and an `idref` only where what it means stands before it or with it. */
function oneOnly(met: Set<string>): (node: XmlNode) => XmlNode {
  return (formation) => {
    const own = new Set<string>()
    const single = withIds(formation, (id) => {
      if (met.has(id)) return false
      met.add(id)
      own.add(id)
      return true
    })
    return withRefs(single, (id) => met.has(id))
  }
}

function withIds(node: XmlNode, isFirst: (id: string) => boolean): XmlNode {
  return attributed(node, 'id', isFirst)
}

function withRefs(node: XmlNode, isThere: (id: string) => boolean): XmlNode {
  return attributed(node, 'idref', isThere)
}

function attributed(node: XmlNode, name: string, stays: (value: string) => boolean): XmlNode {
  const value = node.attributes[name]
  const { [name]: _, ...others } = node.attributes
  const attributes = value === undefined || stays(value) ? node.attributes : others
  const content = node.content.map((one) => (typeof one === 'string' ? one : attributed(one, name, stays)))
  return { ...node, attributes, content }
}
