import { LHEO_NAMESPACES } from '../../pipeline/intake/lheo-mapping.ts'
import { nodesIn, parseNode, writeNode, type XmlNode } from '../../pipeline/intake/xml-nodes.ts'

/** What a document says: formations, and the actions of one, in an order of their own, the rest and the extras of the root as they stand. */
export function canonical(bytes: Uint8Array | string): readonly string[] {
  const bare =
    typeof bytes === 'string'
      ? bytes
      : Buffer.from(bytes).toString(/ISO-8859-1/.test(Buffer.from(bytes.slice(0, 80)).toString()) ? 'latin1' : 'utf8')
  const isHome = (namespace: string) => LHEO_NAMESPACES.some((known) => known === namespace)
  const root = parseNode(bare, { isHome, bound: {} })
  const [offres] = nodesIn(root, 'offres')
  const written = (nodes: readonly XmlNode[]) => nodes.map((one) => writeNode(trimmed(one)))
  return [
    ...written(nodesIn(offres, 'formation')).sort(),
    ...written(nodesIn(offres, 'extras')).map((one) => `offres/${one}`),
    ...written(nodesIn(root, 'extras')).map((one) => `lheo/${one}`),
  ]
}

function trimmed(node: XmlNode): XmlNode {
  const content = node.content.map((one) => (typeof one === 'string' ? one.trim() : trimmed(one)))
  const rank = (one: XmlNode | string) => (typeof one !== 'string' && one.name === 'action' ? writeNode(one) : '')
  const actions = content.filter((one) => rank(one) !== '').sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
  return { ...node, content: content.map((one) => (rank(one) === '' ? one : (actions.shift() ?? one))) }
}
