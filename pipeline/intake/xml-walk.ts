import type { Problem } from '../model/problem.ts'
import { MAX_DEPTH } from './xml-guard.ts'
import { declaredIn, NameBook, NO_NAMESPACES, tagEnd, type XmlName } from './xml-tags.ts'

/** Who follows a document as it is read along. */
export interface XmlWatcher {
  /** An element begins, the root at depth 0; `true` asks for its text, unless that of one around it is asked already. */
  opened(name: XmlName, depth: number): boolean
  /** An element that was asked for has ended. */
  kept?(element: XmlSlice): void
}

/** An element as it was written. */
export interface XmlSlice {
  /** Nothing where it is too large to be read as one. */
  readonly text: string | undefined
  /** Why: `element-too-long` or `too-many-elements` { max }. */
  readonly problem?: Problem
  readonly name: XmlName
  readonly depth: number
  /** Prefixes that are bound around it; the default namespace under an empty name. */
  readonly bound: Readonly<Record<string, string>>
}

/** Why a document cannot be read on, and at which of its characters. */
export interface XmlFault {
  readonly code: 'not-well-formed' | 'doctype-refused' | 'too-deep' | 'tag-too-long'
  readonly at: number
}

/** Longest element that is read as one, in characters. */
export const MAX_ELEMENT = 1_048_576

/** Most elements within one that is read. */
export const MAX_INSIDE = 100_000

/** Longest tag, in characters. */
export const MAX_TAG = 262_144

/**
 * Reads a document of XML along, piece by piece: holds no more of it than a tag, or an element that is asked for, and looks at each character
 * once. It must be well formed (XML 1.0, a bare `&` in an attribute forgiven) and define no entities.
 */
export class XmlWalk {
  readonly #watcher: XmlWatcher
  readonly #names = new NameBook()
  /** What could not be read for want of its end, and how long the text must be to try again. */
  #rest = ''
  #need = 0
  #ending = false
  /** Characters before the text at hand. */
  #before = 0
  readonly #open: string[] = []
  readonly #bound: Readonly<Record<string, string>>[] = []
  #rooted = false
  #skip: { readonly until: string; readonly from: number } | undefined
  #keeping: Keeping | undefined
  #keptFrom = 0
  #nextReference = -1
  /** Set once it cannot be read on. */
  fault: XmlFault | undefined

  constructor(watcher: XmlWatcher) {
    this.#watcher = watcher
  }

  /** Reads the next piece. */
  take(piece: string): void {
    const text = this.#rest + piece
    if (text.length < this.#need) {
      this.#rest = text
      return
    }
    this.#nextReference = -1
    let at = 0
    for (let next = this.#step(text, at); next > at; next = this.#step(text, at)) at = next
    this.#leave(text, at)
  }

  /** There are no more pieces. */
  end(): void {
    this.#ending = true
    this.#need = 0
    if (this.fault === undefined) this.take('')
    const whole = this.#rooted && this.#rest === '' && this.#open.length === 0 && this.#skip === undefined
    if (!whole) this.fault ??= { code: 'not-well-formed', at: this.#skip?.from ?? this.#before }
  }

  #leave(text: string, at: number): void {
    if (this.#keeping) this.#keep(text.slice(this.#keptFrom, at))
    this.#keptFrom = 0
    this.#rest = text.slice(at)
    this.#before += at
    // Longer each time, or a tag without end would be read again with every piece.
    this.#need = this.#rest.length * 2
    if (this.#rest.length > MAX_TAG) this.#fail('tag-too-long', 0)
  }

  #keep(piece: string): void {
    const keeping = this.#keeping
    if (keeping?.text === undefined) return
    keeping.text += piece
    if (keeping.text.length > MAX_ELEMENT) keeping.problem = TOO_LONG
    else if (keeping.inside > MAX_INSIDE) keeping.problem = TOO_MANY
    if (keeping.problem !== undefined) keeping.text = undefined
  }

  #fail(code: XmlFault['code'], at: number): number {
    this.fault ??= { code, at: this.#before + at }
    return -1
  }

  /** Where the text is read on; no further than before where more of it is needed. */
  #step(text: string, at: number): number {
    if (this.#skip !== undefined) return this.#skipOn(text, at, this.#skip.until)
    if (text.charCodeAt(at) !== LESS) return this.#readText(text, at)
    const sign = text.charCodeAt(at + 1)
    if (sign === SLASH) return this.#close(text, at)
    if (sign === BANG || sign === QUESTION) return this.#pass(text, at)
    return this.#openTag(text, at)
  }

  #readText(text: string, at: number): number {
    const less = text.indexOf('<', at)
    const end = less === -1 ? text.length : less
    if (this.#open.length === 0) {
      const strange = text.slice(at, end).search(/\S/)
      return strange === -1 ? end : this.#fail('not-well-formed', at + strange)
    }
    if (this.#nextReference < at) this.#nextReference = referenceFrom(text, at)
    while (this.#nextReference < end) {
      const reference = this.#nextReference
      REFERENCE.lastIndex = reference
      if (!REFERENCE.test(text)) {
        const cut = less === -1 && text.length - reference < LONGEST_REFERENCE
        return cut ? reference : this.#fail('not-well-formed', reference)
      }
      this.#nextReference = referenceFrom(text, REFERENCE.lastIndex)
    }
    return end
  }

  /** Comments, CDATA and instructions are passed over; a doctype too, unless it holds definitions. */
  #pass(text: string, at: number): number {
    if (text.length - at < LONGEST_OPENING && !this.#ending) return at
    for (const [opening, until] of PASSED_OVER) {
      if (!text.startsWith(opening, at)) continue
      if (until === ']]>' && this.#open.length === 0) return this.#fail('not-well-formed', at)
      this.#skip = { until, from: this.#before + at }
      return at + opening.length
    }
    DECLARATION.lastIndex = at
    const [, name] = DECLARATION.exec(text) ?? []
    if (name === undefined) return this.#fail('not-well-formed', at)
    if (name.toLowerCase() !== 'doctype') return this.#fail('doctype-refused', at)
    const end = text.slice(at).search(/[>[]/)
    if (end === -1) return at
    if (text[at + end] === '[') return this.#fail('doctype-refused', at)
    return this.#rooted ? this.#fail('not-well-formed', at) : at + end + 1
  }

  #skipOn(text: string, at: number, until: string): number {
    const end = text.indexOf(until, at)
    if (end === -1) return Math.max(at, text.length - until.length + 1)
    this.#skip = undefined
    return end + until.length
  }

  #openTag(text: string, at: number): number {
    const name = this.#names.at(text, at + 1)
    if (name === 'cut') return at
    if (name === undefined) return this.#fail('not-well-formed', at)
    const after = at + 1 + name.written.length
    const end = tagEnd(text, after)
    if (end === 0) return at
    const declared = end < 0 ? undefined : declaredIn(text, after, end)
    const isSecond = this.#rooted && this.#open.length === 0
    if (declared === undefined || isSecond) return this.#fail('not-well-formed', at)
    const isEmpty = text.charCodeAt(end - 2) === SLASH
    const depth = this.#open.length
    this.#rooted = true
    const around = this.#bound[depth - 1] ?? NO_NAMESPACES
    this.#bound[depth] = declared === NO_NAMESPACES ? around : { ...around, ...declared }
    const wanted = this.#watcher.opened(name, depth)
    if (this.#keeping !== undefined) this.#keeping.inside += 1
    else if (wanted) {
      this.#keeping = { name, depth, text: '', inside: 0 }
      this.#keptFrom = at
    }
    if (isEmpty) this.#ended(text, end)
    else if (this.#open.push(name.written) > MAX_DEPTH) return this.#fail('too-deep', at)
    return end
  }

  #close(text: string, at: number): number {
    const name = this.#open.at(-1)
    const cut = () => text.length - at < MAX_TAG && text.indexOf('>', at) === -1
    if (name === undefined) return this.#fail('not-well-formed', at)
    if (!text.startsWith(name, at + 2)) return cut() ? at : this.#fail('not-well-formed', at)
    let end = at + 2 + name.length
    if (text.charCodeAt(end) !== GREATER) {
      WHITE.lastIndex = end
      WHITE.test(text)
      end = WHITE.lastIndex
      if (text.charCodeAt(end) !== GREATER) return cut() ? at : this.#fail('not-well-formed', at)
    }
    this.#open.pop()
    this.#ended(text, end + 1)
    return end + 1
  }

  #ended(text: string, end: number): void {
    const keeping = this.#keeping
    if (keeping?.depth !== this.#open.length) return
    this.#keep(text.slice(this.#keptFrom, end))
    this.#keeping = undefined
    const { inside: _, ...slice } = keeping
    this.#watcher.kept?.({ ...slice, bound: this.#bound[keeping.depth - 1] ?? NO_NAMESPACES })
  }
}

interface Keeping {
  readonly name: XmlName
  readonly depth: number
  text: string | undefined
  /** Elements met within it. */
  inside: number
  problem?: Problem
}

const TOO_LONG: Problem = { code: 'element-too-long', params: { max: MAX_ELEMENT } }
const TOO_MANY: Problem = { code: 'too-many-elements', params: { max: MAX_INSIDE } }

const [LESS, GREATER, SLASH, BANG, QUESTION] = [60, 62, 47, 33, 63]
const PASSED_OVER = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const
const LONGEST_OPENING = 9
const LONGEST_REFERENCE = 40
const REFERENCE = /&(?:#(?:\d{1,30}|x[\da-fA-F]{1,30})|\w{1,20});/y
const DECLARATION = /<!([\p{L}_:][\p{L}\p{N}_:.-]*)/uy
const WHITE = /\s*/y

function referenceFrom(text: string, at: number): number {
  const found = text.indexOf('&', at)
  return found === -1 ? text.length : found
}
