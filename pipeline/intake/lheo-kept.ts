import { LHEO_NAMESPACES } from './lheo-mapping.ts'
import type { Offer } from './lheo-values.ts'
import { type Naming, nodesIn, parseNode, writeNode, type XmlNode } from './xml-nodes.ts'

/** The `extras` a document of LHÉO holds beside its formations: at the end of `offres`, and of `lheo` itself. */
export interface RootExtras {
  readonly offers: readonly XmlNode[]
  readonly document: readonly XmlNode[]
}

/** How LHÉO names its elements, whatever prefix they came with. */
export const LHEO_NAMING: Naming = {
  isHome: (namespace) => LHEO_NAMESPACES.some((known) => known === namespace.replace(/\/$/, '')),
  bound: { '': LHEO_NAMESPACES[0] },
}

/** The formation of an offer with that one action of it, as text; within its document where that says something beside it. */
export function keptOffer({ formation, action }: Offer, { offers, document }: RootExtras): string {
  const content = formation.content.filter((one) => typeof one === 'string' || one.name !== 'action' || one === action)
  const alone = { ...formation, content }
  if (offers.length + document.length === 0) return writeNode(alone)
  const offres = { name: 'offres', attributes: {}, content: [alone, ...offers] }
  return writeNode({ name: 'lheo', attributes: {}, content: [offres, ...document] })
}

/** The offer a field `lheo` keeps, as `keptOffer` wrote it, with the extras of its document; nothing where it holds no such thing. */
export function offerIn(kept: string): (Offer & { readonly extras: RootExtras }) | undefined {
  const root = parseNode(kept, LHEO_NAMING)
  const [offres] = root?.name === 'lheo' ? nodesIn(root, 'offres') : []
  const formation = root?.name === 'formation' ? root : nodesIn(offres, 'formation')[0]
  if (formation === undefined) return undefined
  const extras = { offers: nodesIn(offres, 'extras'), document: offres ? nodesIn(root, 'extras') : [] }
  return { formation, action: nodesIn(formation, 'action')[0], extras }
}
