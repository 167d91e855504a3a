import { plainLines, shortened } from '../pipeline/intake/feed-text.ts'
import {
  LHEO_ATTRIBUTES,
  LHEO_ELEMENTS,
  LHEO_OWN_ATTRIBUTES,
  type LheoChild,
  type LheoKind,
} from '../pipeline/intake/lheo-structure.ts'
import { nodeText, writeNode, type XmlNode } from '../pipeline/intake/xml-nodes.ts'
import { fillerOf } from './lheo-fillers.ts'
import { nodeOf } from './node-changes.ts'

/**
 * The element as LHÉO 2.3 lets it stand: its children in their order, what is mandatory and missing as the field's customary
 * filler, texts cut after a whole word. What has no place there, or not as it is written, moves into `extras`, so that nothing is lost.
 */
export function conforming(node: XmlNode): XmlNode {
  return conform(node).node
}

/** What an element becomes, and what found no place in it. */
interface Conformed {
  readonly node: XmlNode
  readonly strays: readonly XmlNode[]
}

function conform(node: XmlNode): Conformed {
  const kind = LHEO_ELEMENTS.get(node.name) ?? { kind: 'any' }
  const { attributes, strays } = attributesIn(node)
  const held = contentOf({ ...node, attributes }, kind)
  return { node: held.node, strays: [...strays, ...held.strays] }
}

function contentOf(node: XmlNode, kind: LheoKind): Conformed {
  if (kind.kind === 'any') return { node, strays: [] }
  if (kind.kind === 'extras') return { node: { ...node, content: node.content.flatMap(inExtras) }, strays: [] }
  return kind.kind === 'sequence' ? inSequence(node, kind.children) : asLeaf(node, kind)
}

function inExtras(one: XmlNode | string): readonly XmlNode[] {
  if (typeof one === 'string') return one.trim() === '' ? [] : [nodeOf('extra', one)]
  const conformed = one.name === 'extras' || one.name === 'extra' ? conform(one) : { node: stray(one), strays: [] }
  return [conformed.node, ...conformed.strays]
}

function inSequence(node: XmlNode, declared: readonly LheoChild[]): Conformed {
  const strays: XmlNode[] = []
  const named = new Map<string, XmlNode[]>(declared.map(({ name }) => [name, []]))
  for (const one of node.content) {
    if (typeof one === 'string') strays.push(...inExtras(one))
    else if (named.has(one.name)) named.get(one.name)?.push(one)
    else strays.push(stray(one))
  }
  const content = declared.flatMap(({ name, min, max }): XmlNode[] => {
    if (name === 'extras') return []
    const found = (named.get(name) ?? []).map(conform)
    strays.push(...found.flatMap((one) => one.strays))
    // A leaf that says nothing of what it may leave unsaid is left out.
    const said = found.map((one) => one.node).filter((one, index) => index < min || !isBare(one))
    strays.push(...said.slice(max).map(stray))
    const kept = said.slice(0, max)
    return kept.length >= min ? kept : [...kept, conform(nodeOf(name)).node]
  })
  const extras = (named.get('extras') ?? []).map((one) => conform(one).node)
  if (!named.has('extras')) return { node: { ...node, content }, strays }
  const moved = strays.length === 0 ? [] : [{ ...nodeOf('extras', strays), attributes: { info: MOVED } }]
  return { node: { ...node, content: [...content, ...extras, ...moved] }, strays: [] }
}

const MOVED = 'hors LHEO 2.3'

function isBare(node: XmlNode): boolean {
  const kind = LHEO_ELEMENTS.get(node.name)?.kind
  return kind !== 'sequence' && kind !== 'extras' && nodeText(node) === '' && Object.keys(node.attributes).length === 0
}

function asLeaf(node: XmlNode, kind: Exclude<LheoKind, { kind: 'sequence' | 'extras' | 'any' }>): Conformed {
  // Markup that was not escaped is text all the same.
  const text = node.content.map((one) => (typeof one === 'string' ? one : writeNode(one))).join('')
  const fitting = fitted(text, kind)
  if (fitting === text && node.content.length === 1) return { node, strays: [] }
  const lost = text.trim() !== '' && fitting !== text.trim()
  const said = fitting === '' ? fillerOf(node.name, kind) : fitting
  return { node: { ...node, content: [said] }, strays: lost ? [stray(node)] : [] }
}

/** The text as its kind lets it be; empty where it does not. */
function fitted(text: string, kind: Exclude<LheoKind, { kind: 'sequence' | 'extras' | 'any' }>): string {
  const trimmed = text.trim()
  switch (kind.kind) {
    case 'text':
      if (trimmed.length < Math.max(kind.min, 1)) return ''
      return text.length <= kind.max ? text : cut(trimmed, kind)
    case 'code':
      return kind.codes.includes(trimmed) ? trimmed : ''
    case 'number':
      return /^\d{1,15}$/.test(trimmed) ? trimmed : ''
    default:
      return /^\d{4}[019]\d[01239]\d$/.test(trimmed) ? trimmed : ''
  }
}

// Half a code or half a number says something else.
function cut(text: string, { min, max }: { readonly min: number; readonly max: number }): string {
  if (min === max || max < 20) return ''
  return text.length <= max ? text : shortened(plainLines(text), max)
}

function stray(node: XmlNode): XmlNode {
  return { name: 'extra', attributes: { info: node.name }, content: node.content }
}

function attributesIn({ name, attributes }: XmlNode): {
  attributes: XmlNode['attributes']
  strays: readonly XmlNode[]
} {
  const all = Object.entries(attributes)
  const own = LHEO_OWN_ATTRIBUTES[name] ?? []
  // An extra may hold anything, but its attributes are those of every element.
  const fits = ([key, value]: readonly [string, string]) =>
    key.startsWith('xmlns:') || ((LHEO_ATTRIBUTES.has(key) || own.includes(key)) && (TYPED[key]?.test(value) ?? true))
  if (all.every(fits) || name.includes(':')) return { attributes, strays: [] }
  const strays = all
    .filter((one) => !fits(one))
    .map(([key, value]) => ({ name: 'extra', attributes: { info: `${name}@${key}` }, content: [value] }))
  return { attributes: Object.fromEntries(all.filter(fits)), strays }
}

const DATE_TIME = /^-?\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?$/
const TYPED: Readonly<Record<string, RegExp>> = {
  id: /^[\p{L}_][\p{L}\p{N}_.-]*$/u,
  idref: /^[\p{L}_][\p{L}\p{N}_.-]*$/u,
  'horodatage-creation': DATE_TIME,
  'horodatage-modification': DATE_TIME,
  'horodatage-export': DATE_TIME,
}
