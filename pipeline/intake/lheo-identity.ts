import { hash } from 'node:crypto'
import { placeOf } from './lheo-values.ts'
import { nodeAt, nodesIn, nodeText, type XmlNode } from './xml-nodes.ts'

/**
 * Tells the formations of one document, and their actions, apart by their `numero`; where there is none by what hardly changes
 * (title and organisation, place), so that an offer put in before it does not make it another. What it gives becomes their `numero`.
 */
export function startNumbering(): (formation: XmlNode) => XmlNode {
  const met = new Map<string, number>()
  return (formation) => {
    const numero = formation.attributes.numero?.trim() || nth(met, formationKey(formation))
    const inside = new Map<string, number>()
    const content = formation.content.map((one) => {
      if (typeof one === 'string' || one.name !== 'action') return one
      const own =
        one.attributes.numero?.trim() || nth(inside, keyOf(JSON.stringify(placeOf({ formation, action: one }))))
      return numbered(one, own)
    })
    return { ...numbered(formation, numero), content }
  }
}

function numbered(node: XmlNode, numero: string): XmlNode {
  return node.attributes.numero === numero ? node : { ...node, attributes: { ...node.attributes, numero } }
}

function nth(met: Map<string, number>, key: string): string {
  const count = (met.get(key) ?? 0) + 1
  met.set(key, count)
  return count === 1 ? key : `${key}.${count}`
}

function formationKey(formation: XmlNode): string {
  const [responsible] = nodesIn(formation, 'organisme-formation-responsable')
  const said = ['SIRET-organisme-formation/SIRET', 'nom-organisme'].map((path) => nodeText(nodeAt(responsible, path)))
  return keyOf([nodeText(nodeAt(formation, 'intitule-formation')), ...said].join('\n'))
}

function keyOf(text: string | undefined): string {
  return `~${hash('sha1', text ?? '', 'base64url').slice(0, 12)}`
}
