import { elementSlices } from './element-slices.ts'
import type { RootExtras } from './lheo-kept.ts'
import type { Warnings } from './warnings.ts'
import { type Naming, parseNode, writeNode, type XmlNode } from './xml-nodes.ts'

/** A formation of a document, undefined where it is not well formed, and what the document says beside its formations. */
export interface ReadFormation {
  readonly formation: XmlNode | undefined
  readonly extras: RootExtras
}

/**
 * The formations of a document in order, one at a time. Its own extras go with the last: with every one of them, the date of an export
 * told there would be a change of each offer. Warning: `too-long` of extras no offer can carry.
 */
export function* formationsIn(
  text: string,
  { naming, warnings }: { readonly naming: Naming; readonly warnings: Warnings },
): Generator<ReadFormation> {
  const offers: XmlNode[] = []
  const document: XmlNode[] = []
  let met = { name: '', depth: 0 }
  let held: XmlNode | undefined | null = null
  const slices = elementSlices(text, (name, depth) => {
    met = { name, depth }
    return name === 'formation' || (name === 'extras' && (depth === 1 || depth === 2))
  })
  for (const slice of slices) {
    const node = parseNode(slice, naming)
    if (met.name === 'formation') {
      if (held !== null) yield { formation: held, extras: NO_EXTRAS }
      held = node
    } else if (node !== undefined) (met.depth === 1 ? document : offers).push(node)
  }
  if (held === null) return
  const length = [...offers, ...document].reduce((sum, one) => sum + writeNode(one).length, 0)
  if (length > LONGEST) warnings.add({ code: 'too-long', params: { max: LONGEST, length } })
  yield { formation: held, extras: length > LONGEST ? NO_EXTRAS : { offers, document } }
}

/** Of a document that says nothing beside its formations. */
export const NO_EXTRAS: RootExtras = { offers: [], document: [] }

const LONGEST = 200_000
