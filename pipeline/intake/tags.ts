/** A tag met in a text of markup, well formed or not. */
export interface Tag {
  /** A `declaration` is `<!DOCTYPE`, up to its internal subset, or one of those such a subset holds. */
  readonly kind: 'open' | 'close' | 'empty' | 'declaration'
  /** As written, prefix included. */
  readonly name: string
  /** Position of its `<`, and position after its `>`. */
  readonly start: number
  readonly end: number
}

/**
 * The tags of a text in order, skipping comments, CDATA and processing instructions; a `<` that opens nothing is passed over.
 * Reads each character once, so that no text, however hostile, takes more than linear time.
 */
export function* tags(text: string, from = 0): Generator<Tag> {
  let start = text.indexOf('<', from)
  while (start !== -1) {
    const end = skipped(text, start) ?? 0
    const tag = end === 0 ? tagAt(text, start) : undefined
    if (tag !== undefined) yield tag
    start = text.indexOf('<', tag?.end ?? Math.max(end, start + 1))
  }
}

/** The part of a name after its prefix, in lower case. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase()
}

/** Value of an attribute in the text of a tag; entities are left as they are. */
export function attribute(tagText: string, name: string): string | undefined {
  const pattern = new RegExp(String.raw`\s${name}\s*=\s*(?:"([^"]*)"|'([^']*)')`, 'i')
  const [, double, single] = pattern.exec(tagText) ?? []
  return double ?? single
}

/** Where a comment, a CDATA section or a processing instruction ends; nothing when there is none at this place. */
function skipped(text: string, start: number): number | undefined {
  const sign = text[start + 1]
  if (sign !== '!' && sign !== '?') return undefined
  for (const [opening, closing] of PASSED_OVER) {
    if (!text.startsWith(opening, start)) continue
    const end = text.indexOf(closing, start + opening.length)
    return end === -1 ? text.length : end + closing.length
  }
  return undefined
}

const PASSED_OVER = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const

function tagAt(text: string, start: number): Tag | undefined {
  NAME.lastIndex = start
  const [found = '', mark, name] = NAME.exec(text) ?? []
  if (name === undefined) return undefined
  const next = text.indexOf('<', start + 1)
  const rest = text.slice(start + found.length, next === -1 ? text.length : next)
  if (mark === '!') return { kind: 'declaration', name, start, end: start + found.length + rest.length }
  const length = lengthToEnd(rest)
  if (length === 0) return undefined
  const end = start + found.length + length
  return { kind: mark === '/' ? 'close' : text[end - 2] === '/' ? 'empty' : 'open', name, start, end }
}

const NAME = /<([/!]?)([\p{L}_:][\p{L}\p{N}_:.-]*)/uy

/** Length up to the `>` outside quotes; where quotes are broken, up to the first one; 0 when there is none. */
function lengthToEnd(rest: string): number {
  let position = rest.search(SIGN)
  while (position !== -1) {
    const sign = rest.charAt(position)
    if (sign === '>') return position + 1
    const closing = rest.indexOf(sign, position + 1)
    if (closing === -1) break
    const after = rest.slice(closing + 1).search(SIGN)
    position = after === -1 ? -1 : closing + 1 + after
  }
  return rest.indexOf('>') + 1
}

const SIGN = /[>"']/
