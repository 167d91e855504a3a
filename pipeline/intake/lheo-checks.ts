import { isSiret } from '../model/field-types/siret.ts'
import type { Problem } from '../model/problem.ts'
import { LHEO_ELEMENTS } from './lheo-structure.ts'
import { isKnownDate, withoutFiller } from './lheo-values.ts'
import { nodeText, type XmlNode } from './xml-nodes.ts'

/**
 * What LHÉO's schema lets pass and its readers stumble on, each with the path of its element and the value: `lheo-unknown-code`
 * { table }, `lheo-bad-date`, `lheo-bad-siret`, `lheo-unknown-commune`, `lheo-bad-certification`, `lheo-unknown-element`. Nothing of
 * it is lost: what cannot be used is left out of its field and stays in the original.
 */
export function offerProblems(
  offer: XmlNode,
  { line, knowsTown }: { readonly line: number; readonly knowsTown?: ((code: string) => boolean) | undefined },
): readonly Problem[] {
  const problems: Problem[] = []
  walk(offer, offer.name, (node, path) => {
    const code = faultOf(node, knowsTown)
    if (code === undefined) return
    const kind = LHEO_ELEMENTS.get(node.name)
    const table = code === 'lheo-unknown-code' && kind?.kind === 'code' ? { table: kind.table } : {}
    problems.push({ code, line, params: { element: path, value: nodeText(node).slice(0, 80), ...table } })
  })
  return problems
}

function walk(node: XmlNode, path: string, visit: (node: XmlNode, path: string) => void): void {
  visit(node, path)
  // What an extra holds is nobody's business but its writer's.
  if (node.name === 'extra') return
  for (const child of node.content) if (typeof child !== 'string') walk(child, `${path}/${child.name}`, visit)
}

function faultOf(node: XmlNode, knowsTown: ((code: string) => boolean) | undefined): string | undefined {
  const kind = LHEO_ELEMENTS.get(node.name)
  if (kind === undefined) return 'lheo-unknown-element'
  const text = nodeText(node)
  if (kind.kind === 'code') return text === '' || kind.codes.includes(text) ? undefined : 'lheo-unknown-code'
  if (kind.kind === 'date') return UNKNOWN_DATE.test(text) || isKnownDate(text) ? undefined : 'lheo-bad-date'
  const said = kind.kind === 'text' ? withoutFiller(text) : ''
  if (said === '') return undefined
  if (node.name === 'SIRET') return isSiret(said.replace(/[\s.-]/g, '')) ? undefined : 'lheo-bad-siret'
  if (node.name === 'code-INSEE-commune') return knowsTown?.(said) === false ? 'lheo-unknown-commune' : undefined
  if (CERTIFICATION.test(node.name)) return NUMBERED.test(said) ? undefined : 'lheo-bad-certification'
  return undefined
}

const UNKNOWN_DATE = /^(?:0{8}|9{8}|)$/
const CERTIFICATION = /^(?:reference-)?code-(?:RNCP|RS)$/
const NUMBERED = /^(?:RNCP|RS)?\s?\d{1,6}$/i
