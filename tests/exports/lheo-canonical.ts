import { LHEO_NAMESPACES } from '../../pipeline/intake/lheo-mapping.ts'
import { nodesIn, parseNode, writeNode, type XmlNode } from '../../pipeline/intake/xml-nodes.ts'

/** What a document says: formations, and the actions of one, in an order of their own, the rest as it stands. */
export function canonical(bytes: Uint8Array | string): readonly string[] {
  const bare =
    typeof bytes === 'string'
      ? bytes
      : Buffer.from(bytes).toString(/ISO-8859-1/.test(Buffer.from(bytes.slice(0, 80)).toString()) ? 'latin1' : 'utf8')
  const isHome = (namespace: string) => LHEO_NAMESPACES.some((known) => known === namespace)
  const root = parseNode(bare, { isHome, bound: {} })
  return nodesIn(nodesIn(root, 'offres')[0], 'formation')
    .map((one) => writeNode(trimmed(one)))
    .sort()
}

function trimmed(node: XmlNode): XmlNode {
  const content = node.content.map((one) => (typeof one === 'string' ? one.trim() : trimmed(one)))
  const rank = (one: XmlNode | string) => (typeof one !== 'string' && one.name === 'action' ? writeNode(one) : '')
  const actions = content.filter((one) => rank(one) !== '').sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
  return { ...node, content: content.map((one) => (rank(one) === '' ? one : (actions.shift() ?? one))) }
}
