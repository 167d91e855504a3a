import type { TextSource } from './text-source.ts'
import type { XmlName } from './xml-tags.ts'
import { type XmlSlice, XmlWalk } from './xml-walk.ts'

/**
 * The elements of a well-formed document that are wanted by their name and depth (the root is at 0), one at a time, each to be parsed alone.
 * `wanted` is asked of every element, in order.
 */
export function* xmlSlices(
  text: TextSource,
  wanted: (name: XmlName, depth: number) => boolean,
): Generator<XmlSlice, void> {
  let found: XmlSlice[] = []
  const walk = new XmlWalk({ opened: wanted, kept: (element) => void found.push(element) })
  for (const piece of text.pieces()) {
    walk.take(piece)
    yield* found
    if (walk.fault !== undefined) return
    found = []
  }
  walk.end()
  yield* found
}

/** Those that stand at a path from the root, whatever their prefixes. */
export function slicesAt(text: TextSource, path: string): Generator<XmlSlice, void> {
  const names = path.trim().toLowerCase().split('/')
  const open: string[] = []
  return xmlSlices(text, ({ local }, depth) => {
    open[depth] = local
    return depth === names.length - 1 && names.every((name, at) => open[at] === name)
  })
}
