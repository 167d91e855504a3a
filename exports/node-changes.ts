import type { XmlNode } from '../pipeline/intake/xml-nodes.ts'

/** An element of that name with that text, or those elements. */
export function nodeOf(name: string, content: string | readonly XmlNode[] = ''): XmlNode {
  return { name, attributes: {}, content: typeof content === 'string' ? (content === '' ? [] : [content]) : content }
}

/** The element with the first one along a path changed: made where it is missing, gone with what it leaves bare where it becomes undefined. */
export function changedAt(
  node: XmlNode,
  path: readonly string[],
  change: (found: XmlNode | undefined) => XmlNode | undefined,
): XmlNode {
  const [name, ...rest] = path
  if (name === undefined) return change(node) ?? node
  const at = node.content.findIndex((one) => typeof one !== 'string' && one.name === name)
  const found = node.content[at]
  const child = typeof found === 'string' ? undefined : found
  const next = rest.length === 0 ? change(child) : within(child, { name, rest, change })
  if (next === child) return node
  const before = at === -1 ? node.content : node.content.slice(0, at)
  const after = at === -1 ? [] : node.content.slice(at + 1)
  return { ...node, content: [...before, ...(next === undefined ? [] : [next]), ...after] }
}

function within(
  child: XmlNode | undefined,
  { name, rest, change }: { name: string; rest: readonly string[]; change: Parameters<typeof changedAt>[2] },
): XmlNode | undefined {
  const parent = child ?? nodeOf(name)
  const next = changedAt(parent, rest, change)
  if (next === parent) return child
  return next.content.length === 0 && Object.keys(next.attributes).length === 0 ? undefined : next
}

/** The element with that text in place of its own, its attributes kept; undefined for no text. */
export function withText(name: string, text: string): (found: XmlNode | undefined) => XmlNode | undefined {
  return (found) => (text === '' ? undefined : { ...(found ?? nodeOf(name)), content: [text] })
}

/** The element with its children of that name replaced, in the place of the first of them. */
export function withChildren(node: XmlNode, name: string, fresh: readonly XmlNode[]): XmlNode {
  const at = node.content.findIndex((one) => typeof one !== 'string' && one.name === name)
  const others = node.content.filter((one) => typeof one === 'string' || one.name !== name)
  const place = at === -1 ? others.length : at
  return { ...node, content: [...others.slice(0, place), ...fresh, ...others.slice(place)] }
}
