/** Whether a UTF-16 unit is one of those meant. */
export type SignTest = (code: number) => boolean

/** A piece of a regular expression. */
export type PatternNode =
  | { readonly kind: 'sign'; readonly test: SignTest }
  | { readonly kind: 'at'; readonly where: 'start' | 'end' | 'edge' }
  | { readonly kind: 'all' | 'any'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'group'; readonly node: PatternNode }
  | {
      readonly kind: 'repeat'
      readonly node: PatternNode
      readonly least: number
      readonly most: number | undefined
      readonly greedy: boolean
    }

/** Reads a regular expression; nothing when it is broken, or asks for what cannot be read in one pass (references, look-around). */
export function parsePattern(text: string): { readonly root: PatternNode; readonly grouped: boolean } | undefined {
  const reading = { text, at: 0, grouped: false, deep: 0 }
  try {
    const root = alternatives(reading)
    return reading.at === text.length ? { root, grouped: reading.grouped } : undefined
  } catch (error) {
    if (error instanceof BadPattern) return undefined
    throw error
  }
}

class BadPattern extends Error {}

interface ReadingPattern {
  readonly text: string
  at: number
  grouped: boolean
  deep: number
}

function alternatives(reading: ReadingPattern): PatternNode {
  reading.deep += 1
  if (reading.deep > 20) throw new BadPattern()
  const nodes = [sequence(reading)]
  while (reading.text[reading.at] === '|') {
    reading.at += 1
    nodes.push(sequence(reading))
  }
  reading.deep -= 1
  return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'any', nodes }
}

function sequence(reading: ReadingPattern): PatternNode {
  const nodes: PatternNode[] = []
  while (reading.at < reading.text.length && !'|)'.includes(reading.text.charAt(reading.at)))
    nodes.push(repeated(atom(reading), reading))
  return { kind: 'all', nodes }
}

const TIMES = /(?:([*+?])|\{(\d{1,3})(?:(,)(\d{1,3})?)?\})(\?)?/y

function repeated(node: PatternNode, reading: ReadingPattern): PatternNode {
  TIMES.lastIndex = reading.at
  const found = TIMES.exec(reading.text)
  if (found === null) return node
  const [whole, sign, low, comma, high, lazy] = found
  if (node.kind === 'at') throw new BadPattern()
  reading.at += whole.length
  if ('*+?{'.includes(reading.text.charAt(reading.at) || ' ')) throw new BadPattern()
  const least = sign === '+' ? 1 : sign === undefined ? Number(low) : 0
  const bound = high === undefined ? (comma === undefined ? least : undefined) : Number(high)
  const most = sign === '?' ? 1 : sign === undefined ? bound : undefined
  if (most !== undefined && most < least) throw new BadPattern()
  return { kind: 'repeat', node, least, most, greedy: lazy === undefined }
}

function atom(reading: ReadingPattern): PatternNode {
  const sign = reading.text.charAt(reading.at)
  reading.at += 1
  if (sign === '(') return group(reading)
  if (sign === '[') return { kind: 'sign', test: signClass(reading) }
  if (sign === '\\') return escaped(reading)
  if (sign === '.') return { kind: 'sign', test: (code) => code !== 10 && code !== 13 }
  if (sign === '^') return { kind: 'at', where: 'start' }
  if (sign === '$') return { kind: 'at', where: 'end' }
  if ('*+?{'.includes(sign)) throw new BadPattern()
  return { kind: 'sign', test: exactly(sign) }
}

function group(reading: ReadingPattern): PatternNode {
  const { text } = reading
  const plain = text.startsWith('?:', reading.at)
  if (plain) reading.at += 2
  else if (text[reading.at] === '?') throw new BadPattern()
  const captures = !plain && !reading.grouped
  if (captures) reading.grouped = true
  const node = alternatives(reading)
  if (text[reading.at] !== ')') throw new BadPattern()
  reading.at += 1
  return captures ? { kind: 'group', node } : node
}

function escaped(reading: ReadingPattern): PatternNode {
  const sign = reading.text.charAt(reading.at)
  reading.at += 1
  if (sign === 'b') return { kind: 'at', where: 'edge' }
  return { kind: 'sign', test: escapedTest(sign) }
}

const LETTER_OR_FIGURE = /[\p{L}\p{N}_]/u
const FIGURE = (code: number) => code >= 48 && code <= 57
const WORD = (code: number) => LETTER_OR_FIGURE.test(String.fromCharCode(code))
const SPACE = (code: number) => /\s/.test(String.fromCharCode(code))

function escapedTest(sign: string): SignTest {
  const known: Readonly<Record<string, SignTest>> = {
    d: FIGURE,
    D: (code) => !FIGURE(code),
    w: WORD,
    W: (code) => !WORD(code),
    s: SPACE,
    S: (code) => !SPACE(code),
    n: exactly('\n'),
    t: exactly('\t'),
    r: exactly('\r'),
  }
  if (Object.hasOwn(known, sign)) return known[sign] ?? exactly(sign)
  // References and properties cannot be read in one pass, and a letter may mean them.
  if (sign === '' || /[\p{L}\p{N}]/u.test(sign)) throw new BadPattern()
  return exactly(sign)
}

function exactly(sign: string): SignTest {
  const code = sign.charCodeAt(0)
  return (one) => one === code
}

function signClass(reading: ReadingPattern): SignTest {
  const { text } = reading
  const inverted = text[reading.at] === '^'
  if (inverted) reading.at += 1
  const tests: SignTest[] = []
  while (text[reading.at] !== ']' || tests.length === 0) {
    if (reading.at >= text.length) throw new BadPattern()
    tests.push(classMember(reading))
  }
  reading.at += 1
  return (code) => tests.some((test) => test(code)) !== inverted
}

function classMember(reading: ReadingPattern): SignTest {
  const { text } = reading
  const sign = text.charAt(reading.at)
  reading.at += 1
  if (sign === '\\') {
    const after = text.charAt(reading.at)
    reading.at += 1
    return escapedTest(after)
  }
  const to = text[reading.at] === '-' ? text.charAt(reading.at + 1) : ''
  if (to === '' || to === ']' || to === '\\') return exactly(sign)
  reading.at += 2
  const [low, high] = [sign.charCodeAt(0), to.charCodeAt(0)]
  if (high < low) throw new BadPattern()
  return (code) => code >= low && code <= high
}
