import type { RootExtras } from '../pipeline/intake/lheo-kept.ts'
import { nodesIn, writeNode, type XmlNode } from '../pipeline/intake/xml-nodes.ts'
import type { ExportedEntry, ExportedList } from './exported.ts'
import { legalXml } from './legal-xml.ts'
import { conforming } from './lheo-conform.ts'
import { offerOf } from './lheo-offer.ts'
import { instant } from './xml-element.ts'

/** Namespace of what is written: LHÉO 2.3, whatever version came. */
export const LHEO_WRITTEN = 'http://lheo.gouv.fr/2.3'

/**
 * LHÉO 2.3: an offer that came by LHÉO leaves with all it came with and what was changed here; any other with what its fields say.
 * Actions of one formation stand in it together, unless hundreds of others come between them. As `offres` must hold a formation, a list
 * without any is told as the field's search services tell it: an index (`lheo-index`) of no offer.
 */
export async function* writeLheo(list: ExportedList): AsyncGenerator<string> {
  const alone = oneOnly(new Set())
  const beside = startExtras()
  const [declaration, about] = ['<?xml version="1.0" encoding="UTF-8"?>\n', aboutOf(list)]
  let opened = false
  for await (const formation of formations(list, { alone, beside })) {
    if (!opened) yield `${declaration}<lheo ${about}>\n<offres>\n`
    opened = true
    yield formation
  }
  yield opened
    ? `${beside.written('offers', alone)}</offres>\n${beside.written('document', alone)}</lheo>\n`
    : `${declaration}<lheo-index ${about}>\n<resumes-offres/>\n</lheo-index>\n`
}

// What never changed has no date, rather than one of 1970.
function aboutOf({ updatedAt }: ExportedList): string {
  const exported = updatedAt > 0 ? ` horodatage-export="${instant(updatedAt)}"` : ''
  return `xmlns="${LHEO_WRITTEN}"${exported}`
}

/** One offer as a document of its own, without XML declaration. */
export function lheoDocument(entry: ExportedEntry, list: Pick<ExportedList, 'reading'>): string {
  const { formation, extras } = offerOf(entry, list)
  const alone = oneOnly(new Set())
  const beside = startExtras()
  beside.add(extras)
  const offer = legalXml(writeNode(alone(formation)))
  return `<lheo xmlns="${LHEO_WRITTEN}"><offres>${offer}${beside.written('offers', alone)}</offres>${beside.written('document', alone)}</lheo>`
}

const HELD = 200

interface Leaving {
  readonly alone: (node: XmlNode) => XmlNode
  readonly beside: ReturnType<typeof startExtras>
}

async function* formations(list: ExportedList, { alone, beside }: Leaving): AsyncGenerator<string> {
  const open = new Map<string, { readonly formation: XmlNode; readonly actions: XmlNode[] }>()
  for await (const entry of list.entries) {
    if (!entry.serviceType.exports.includes('lheo')) continue
    const { formation, extras } = offerOf(entry, list)
    beside.add(extras)
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

/** What the documents the offers came by said beside them, each thing once. */
function startExtras() {
  const met = { offers: new Map<string, XmlNode>(), document: new Map<string, XmlNode>() }
  return {
    add({ offers, document }: RootExtras): void {
      for (const [place, nodes] of [
        [met.offers, offers],
        [met.document, document],
      ] as const)
        for (const node of nodes) if (place.size < HELD) place.set(writeNode(node), node)
    },
    written(place: keyof RootExtras, alone: (node: XmlNode) => XmlNode): string {
      const nodes = [...met[place].values()].map((node) => alone(conforming(node)))
      return nodes.map((node) => `${legalXml(writeNode(node))}\n`).join('')
    },
  }
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
