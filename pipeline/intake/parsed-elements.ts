import type { Problem } from '../model/problem.ts'
import { childNames, children, parseElement, type XmlElement } from './xml-tree.ts'
import type { XmlSlice } from './xml-walk.ts'

/** An element of a document, or why it could not be read: `element-too-long` or `too-many-elements` { max }, `not-well-formed`. */
export type ReadElement = { readonly element: XmlElement } | { readonly problem: Problem }

/** Parses elements a few at a time: setting up the parser for each would cost more than reading it. */
export function* parsedElements(slices: Iterable<XmlSlice>): Generator<ReadElement, void> {
  let batch: string[] = []
  let length = 0
  for (const { text, problem } of slices) {
    if (text !== undefined) {
      batch.push(text)
      length += text.length
    }
    if (text !== undefined && batch.length < MOST && length < LONGEST) continue
    yield* together(batch)
    batch = []
    length = 0
    if (problem !== undefined) yield { problem }
  }
  yield* together(batch)
}

const MOST = 30
const LONGEST = 262_144
const DAMAGED: ReadElement = { problem: { code: 'not-well-formed' } }

function together(slices: readonly string[]): readonly ReadElement[] {
  const all = parseElement(`<all>${slices.join('')}</all>`)
  const [name = '', ...others] = all === undefined ? [] : childNames(all)
  const elements = children(all, name)
  const isWhole = elements.length === slices.length && others.length === 0
  return (isWhole ? elements : slices.map(parseElement)).map((element) =>
    element === undefined ? DAMAGED : { element },
  )
}
