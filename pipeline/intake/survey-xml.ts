import { fail, ok, type Problem, type Result } from '../model/problem.ts'
import { type TextSource, textSource } from './text-source.ts'
import { MAX_DEPTH } from './xml-guard.ts'
import type { XmlName } from './xml-tags.ts'
import { MAX_TAG, type XmlFault, XmlWalk, type XmlWatcher } from './xml-walk.ts'

/** How often an element comes in a document, by its path from the root without prefixes: `offers/offer`. */
export interface PathCount {
  readonly path: string
  /** The last name of its path. */
  readonly name: string
  /** The root is at 0. */
  readonly depth: number
  readonly count: number
  /** It comes several times within one parent. */
  readonly repeats: boolean
  readonly hasChildren: boolean
  /** How many names its children have. */
  readonly children: number
}

/**
 * Reads a document along, a piece each step, and counts its elements by their paths, in the order they are met; the first 2,000 paths are
 * followed. Problems: `doctype-refused`, `too-deep` { max }, `tag-too-long` { line, max }, `not-well-formed` { line, column }.
 */
export function* surveyXml(text: TextSource): Generator<void, Result<readonly PathCount[]>> {
  const paths = new Paths()
  const walk = new XmlWalk(paths)
  for (const piece of text.pieces()) {
    walk.take(piece)
    if (walk.fault !== undefined) break
    yield
  }
  walk.end()
  return walk.fault === undefined ? ok(paths.counts()) : fail(problemOf(walk.fault, text))
}

/** Why a document must not reach a parser: a problem of `surveyXml`. */
export function xmlProblem(text: string): Problem | undefined {
  const walk = new XmlWalk({ opened: () => false })
  walk.take(text)
  walk.end()
  return walk.fault && problemOf(walk.fault, textSource(text))
}

function problemOf({ code, at }: XmlFault, text: TextSource): Problem {
  if (code === 'doctype-refused') return { code }
  if (code === 'too-deep') return { code, params: { max: MAX_DEPTH } }
  const { line, column } = placeAt(text, at)
  return { code, line, params: code === 'tag-too-long' ? { line, max: MAX_TAG } : { line, column } }
}

/** Lines are counted only where there is something to tell. */
function placeAt(text: TextSource, offset: number): { readonly line: number; readonly column: number } {
  let [line, start, before] = [1, 0, 0]
  for (const piece of text.pieces()) {
    const end = offset - before
    for (let at = piece.indexOf('\n'); at !== -1 && at < end; at = piece.indexOf('\n', at + 1)) {
      line += 1
      start = before + at + 1
    }
    before += piece.length
    if (before > offset) break
  }
  return { line, column: offset - start + 1 }
}

const MOST_PATHS = 2000

interface Counted {
  readonly name: XmlName
  readonly depth: number
  readonly within: Counted | undefined
  readonly children: Map<string, Counted>
  count: number
  repeats: boolean
  /** Which of its parents it was last met in. */
  parent: number
}

class Paths implements XmlWatcher {
  readonly #all: Counted[] = []
  /** What is open; nothing for what is not followed. */
  readonly #open: (Counted | undefined)[] = []
  readonly #roots = new Map<string, Counted>()

  opened(name: XmlName, depth: number): boolean {
    const within = depth === 0 ? undefined : this.#open[depth - 1]
    const siblings = depth === 0 ? this.#roots : within?.children
    const counted = siblings?.get(name.name) ?? (siblings && this.#note(siblings, { name, depth, within }))
    this.#open[depth] = counted
    if (counted === undefined) return false
    const parent = within?.count ?? 0
    counted.repeats ||= counted.parent === parent
    counted.parent = parent
    counted.count += 1
    return false
  }

  counts(): readonly PathCount[] {
    return this.#all.map((one) => {
      const { name, depth, count, repeats, children } = one
      const about = { name: name.name, depth, count, repeats }
      return { path: pathOf(one), ...about, hasChildren: children.size > 0, children: children.size }
    })
  }

  #note(siblings: Map<string, Counted>, about: Pick<Counted, 'name' | 'depth' | 'within'>): Counted | undefined {
    if (this.#all.length >= MOST_PATHS) return undefined
    const noted = { ...about, children: new Map(), count: 0, repeats: false, parent: -1 }
    siblings.set(about.name.name, noted)
    this.#all.push(noted)
    return noted
  }
}

function pathOf({ name, within }: Counted): string {
  return within === undefined ? name.name : `${pathOf(within)}/${name.name}`
}
