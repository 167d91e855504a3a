import { tags } from './tags.ts'
import { attributesOf, decoded, escapedAttribute, escapedText } from './xml-signs.ts'

/** An element with all it holds in its order: nothing of it is lost when it is written again. */
export interface XmlNode {
  /** Without prefix in the namespaces at home; else with one that `attributes` binds here or above. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly content: readonly (XmlNode | string)[]
}

/** How a document names its elements: those of a namespace at home lose their prefix. */
export interface Naming {
  readonly isHome: (namespace: string) => boolean
  /** Prefixes bound above the element that is read; the default namespace under an empty name. */
  readonly bound: Readonly<Record<string, string>>
}

/** The element a piece of XML consists of; nothing when it is not well formed. Comments and instructions are left out. */
export function parseNode(xml: string, naming: Naming): XmlNode | undefined {
  const top: Open = { name: '', written: '', attributes: {}, content: [], bound: naming.bound }
  const open: Open[] = [top]
  let from = 0
  for (const tag of tags(xml)) {
    const parent = open.at(-1)
    if (parent === undefined || tag.kind === 'declaration' || open.length > DEEPEST) return undefined
    addText(parent, xml.slice(from, tag.start))
    from = tag.end
    if (tag.kind === 'close') {
      if (open.length === 1 || parent.written !== tag.name) return undefined
      open.pop()
      continue
    }
    const bare = tag.end - tag.start <= tag.name.length + 3
    const attributes = bare ? NONE : attributesOf(xml.slice(tag.start, tag.end))
    const element = started(tag.name, attributes, { parent, naming })
    parent.content.push(element)
    if (tag.kind === 'open') open.push(element)
  }
  const [root] = top.content.filter((one) => typeof one !== 'string')
  return open.length === 1 && root !== undefined ? tidied(root) : undefined
}

/** The element as XML text, without declaration. */
export function writeNode({ name, attributes, content }: XmlNode): string {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapedAttribute(value)}"`)
  const body = content.map((one) => (typeof one === 'string' ? escapedText(one) : writeNode(one))).join('')
  return body === '' ? `<${name}${head.join('')}/>` : `<${name}${head.join('')}>${body}</${name}>`
}

/** The child elements of that name, in order. */
export function nodesIn(node: XmlNode | undefined, name: string): readonly XmlNode[] {
  return (node?.content ?? []).filter((one): one is XmlNode => typeof one !== 'string' && one.name === name)
}

/** The first element along a path of names such as `coordonnees/adresse/ville`. */
export function nodeAt(node: XmlNode | undefined, path: string): XmlNode | undefined {
  return path.split('/').reduce<XmlNode | undefined>((parent, name) => nodesIn(parent, name)[0], node)
}

/** Own text of an element, trimmed; empty without one. */
export function nodeText(node: XmlNode | undefined): string {
  return (node?.content ?? [])
    .filter((one) => typeof one === 'string')
    .join('')
    .trim()
}

const DEEPEST = 64

interface Open {
  readonly name: string
  /** With the prefix it came with. */
  readonly written: string
  readonly attributes: Readonly<Record<string, string>>
  readonly content: (Open | string)[]
  readonly bound: Readonly<Record<string, string>>
}

function addText(parent: Open, piece: string): void {
  const text = readText(piece)
  if (text === '') return
  const last = parent.content.length - 1
  const before = parent.content[last]
  if (typeof before === 'string') parent.content[last] = before + text
  else parent.content.push(text)
}

// Sections without an end were already skipped to the end by `tags`.
function readText(piece: string): string {
  let text = ''
  let from = 0
  for (let start = piece.indexOf('<'); start !== -1; start = piece.indexOf('<', from)) {
    const [opening, closing] = SECTIONS.find(([sign]) => piece.startsWith(sign, start)) ?? ['<', '<']
    const inside = start + opening.length
    const end = closing === '<' ? inside : piece.indexOf(closing, inside)
    text += decoded(piece.slice(from, start))
    if (opening === '<![CDATA[') text += piece.slice(inside, end === -1 ? undefined : end)
    if (end === -1) return text
    from = closing === '<' ? inside : end + closing.length
    if (closing === '<') text += '<'
  }
  return text + decoded(piece.slice(from))
}

const SECTIONS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const

function started(
  written: string,
  attributes: Readonly<Record<string, string>>,
  { parent, naming }: { readonly parent: Open; readonly naming: Naming },
): Open {
  const all = Object.entries(attributes)
  const own = all.filter(([key]) => DECLARES.test(key))
  const declares = own.length > 0
  const bound = declares
    ? { ...parent.bound, ...Object.fromEntries(own.map(([key, uri]) => [key.slice(6), uri])) }
    : parent.bound
  const kept = declares ? Object.fromEntries(all.filter(([key]) => !DECLARES.test(key))) : attributes
  const colon = written.indexOf(':')
  const prefix = colon === -1 ? '' : written.slice(0, colon)
  const local = written.slice(colon + 1)
  const namespace = bound[prefix] ?? ''
  if (namespace === '' || naming.isHome(namespace))
    return { name: local, written, attributes: kept, content: [], bound }
  const sign = prefix === '' ? 'x' : prefix
  return {
    name: `${sign}:${local}`,
    written,
    attributes: { [`xmlns:${sign}`]: namespace, ...kept },
    content: [],
    bound,
  }
}

const NONE: Readonly<Record<string, string>> = {}
const DECLARES = /^xmlns(?::|$)/

/** Without the white space that only indents: beside elements it says nothing. */
function tidied({ name, attributes, content }: Open): XmlNode {
  const indented = content.every((one) => typeof one !== 'string' || one.trim() === '')
  const kept =
    indented && content.some((one) => typeof one !== 'string')
      ? content.filter((one) => typeof one !== 'string')
      : indented
        ? []
        : content
  return { name, attributes, content: kept.map((one) => (typeof one === 'string' ? one : tidied(one))) }
}
