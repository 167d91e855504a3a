import type { Problem } from '../model/problem.ts'
import { LHEO_NAMING, type RootExtras } from './lheo-kept.ts'
import type { TextSource } from './text-source.ts'
import type { Warnings } from './warnings.ts'
import { parseNode, writeNode, type XmlNode } from './xml-nodes.ts'
import { xmlSlices } from './xml-slices.ts'
import { MAX_ELEMENT, type XmlSlice } from './xml-walk.ts'

/** A formation of a document, or why it could not be read, and what the document says beside its formations. */
export interface ReadFormation {
  readonly formation: XmlNode | undefined
  readonly extras: RootExtras
  readonly problem?: Problem
}

/**
 * The formations of a document in order, one at a time. Its own extras go with the last: with every one of them, the date of an export
 * told there would be a change of each offer. Warning: `too-long` of extras no offer can carry.
 */
export function* formationsIn(text: TextSource, warnings: Warnings): Generator<ReadFormation> {
  const offers: XmlNode[] = []
  const document: XmlNode[] = []
  let held: ReadFormation | undefined
  let length = 0
  const slices = xmlSlices(
    text,
    ({ local }, depth) => local === 'formation' || (local === 'extras' && (depth === 1 || depth === 2)),
  )
  for (const slice of slices) {
    const read = formationOf(slice)
    if (slice.name.local === 'formation') {
      if (held !== undefined) yield held
      held = read
      continue
    }
    // However many there are, no more of them is held than an offer can carry.
    length += read.formation === undefined ? MAX_ELEMENT : writeNode(read.formation).length
    if (read.formation !== undefined && length <= LONGEST) (slice.depth === 1 ? document : offers).push(read.formation)
  }
  if (held === undefined) return
  if (length > LONGEST) warnings.add({ code: 'too-long', params: { max: LONGEST, length } })
  yield { ...held, extras: length > LONGEST ? NO_EXTRAS : { offers, document } }
}

/** Of a document that says nothing beside its formations. */
export const NO_EXTRAS: RootExtras = { offers: [], document: [] }

const LONGEST = 200_000

function formationOf({ text, bound, problem }: XmlSlice): ReadFormation {
  if (text === undefined) return { formation: undefined, extras: NO_EXTRAS, ...(problem ? { problem } : {}) }
  const formation = parseNode(text, { ...LHEO_NAMING, bound })
  return { formation, extras: NO_EXTRAS, ...(formation ? {} : { problem: { code: 'not-well-formed' } }) }
}
