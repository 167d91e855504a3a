import { attributesOf } from './xml-signs.ts'

/** Name of an element. */
export interface XmlName {
  /** With its prefix. */
  readonly written: string
  /** Without it. */
  readonly name: string
  /** Without it, in lower case. */
  readonly local: string
}

/** The names a document uses: few, and met again and again. */
export class NameBook {
  readonly #known = new Map<string, XmlName>()

  /** The name at a place of a text: `cut` where the text ends with it, nothing where there is none. */
  at(text: string, start: number): XmlName | 'cut' | undefined {
    let end = start
    while (mayBeOfName(text.charCodeAt(end))) end += 1
    if (end >= text.length) return 'cut'
    const written = text.slice(start, end)
    return this.#known.get(written) ?? this.#note(written)
  }

  #note(written: string): XmlName | undefined {
    if (!NAME.test(written)) return undefined
    const name = written.slice(written.indexOf(':') + 1)
    const noted = { written: detached(written), name: detached(name), local: name.toLowerCase() }
    if (this.#known.size < MOST_NAMES) this.#known.set(noted.written, noted)
    return noted
  }
}

/**
 * Where a tag ends, from the end of its name on: 0 where the text is cut before, negative where it holds a `<`, as no tag may.
 */
export function tagEnd(text: string, from: number): number {
  if (text.charCodeAt(from) === GREATER) return from + 1
  INSIDE.lastIndex = from
  INSIDE.test(text)
  const end = INSIDE.lastIndex
  const sign = text[end]
  if (sign === '>') return end + 1
  return sign === '<' || (sign !== undefined && text.includes('<', end)) ? -1 : 0
}

/** The namespaces the attributes of a tag declare, those being sound; else nothing. */
export function declaredIn(text: string, from: number, end: number): Readonly<Record<string, string>> | undefined {
  if (end - from <= 1) return NO_NAMESPACES
  const inside = text.slice(from, text.charCodeAt(end - 2) === SLASH ? end - 2 : end - 1)
  const names: string[] = []
  let at = 0
  ATTRIBUTE.lastIndex = 0
  for (let found = ATTRIBUTE.exec(inside); found !== null; found = ATTRIBUTE.exec(inside)) {
    at = ATTRIBUTE.lastIndex
    names.push(found[1] ?? '')
  }
  if (inside.slice(at).trim() !== '' || (names.length > 1 && new Set(names).size < names.length)) return undefined
  if (!names.some((name) => name.startsWith('xmlns'))) return NO_NAMESPACES
  const declared = Object.entries(attributesOf(inside)).filter(([name]) => /^xmlns(?::|$)/.test(name))
  return Object.fromEntries(declared.map(([name, uri]) => [name.slice(6), uri]))
}

/** Where none is declared. */
export const NO_NAMESPACES: Readonly<Record<string, string>> = {}

const [GREATER, SLASH] = [62, 47]
const MOST_NAMES = 5000

// XML 1.0 §2.3.
const START = String.raw`:A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD`
const REST = String.raw`${START}\-.\d\u00B7\u0300-\u036F\u203F-\u2040`
const NAME = new RegExp(`^[${START}][${REST}]*$`)
const ATTRIBUTE = new RegExp(String.raw`\s+([${START}][${REST}]*)\s*=\s*(?:"[^"]*"|'[^']*')`, 'y')
const INSIDE = /[^"'<>]*(?:(?:"[^"<]*"|'[^'<]*')[^"'<>]*)*/y

// Whatever may stand in a name, and more that `NAME` tells apart: no white space, `/`, `>`, `<`, `=` or quotes.
function mayBeOfName(code: number): boolean {
  return code > 62 || (code >= 45 && code <= 58 && code !== SLASH)
}

// A piece cut out of a text would keep the whole of it in memory.
function detached(text: string): string {
  return Buffer.from(text).toString()
}
