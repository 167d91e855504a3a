/** What a JSON is made of, found by reading along, before anything is built of it. */
export interface JsonShape {
  readonly depth: number
  /** Its lists of objects by path; the one at the top has an empty path. */
  readonly lists: readonly { readonly path: string; readonly count: number }[]
}

/** A sign of a JSON's structure, where it stands, and what is open there. */
export interface JsonStep {
  readonly sign: '{' | '}' | '[' | ']'
  readonly at: number
  /** Path of the list or object that holds this one. */
  readonly within: readonly JsonLevel[]
}

/** An open list or object. */
export interface JsonLevel {
  readonly kind: '{' | '['
  /** Name it has in the object that holds it; nothing in a list. */
  readonly name: string | undefined
}

/** Finds the lists of objects of a JSON and how deep it goes; text that is no JSON gives whatever it looks like. */
export function jsonShape(text: string): JsonShape {
  const counts = new Map<string, number>()
  let depth = 0
  for (const { sign, within } of jsonSteps(text)) {
    depth = Math.max(depth, within.length + 1)
    // Deeper than anything that is read: the rest need not be looked at.
    if (depth > 200) break
    const holder = within.at(-1)
    if (sign !== '{' || holder?.kind !== '[') continue
    const path = pathOf(within)
    if (path === undefined || (counts.size >= 200 && !counts.has(path))) continue
    counts.set(path, (counts.get(path) ?? 0) + 1)
  }
  return { depth, lists: [...counts].map(([path, count]) => ({ path, count })) }
}

/** Path of what is open: the names of the objects' members; nothing inside a list of lists, or of a list's object. */
export function pathOf(within: readonly JsonLevel[]): string | undefined {
  const holders = within.slice(0, -1)
  if (holders.some(({ kind }) => kind === '[')) return undefined
  return within.flatMap(({ name }) => (name === undefined ? [] : [name])).join('/')
}

/** The braces and brackets of a JSON in order, each with what is open around it. */
export function* jsonSteps(text: string): Generator<JsonStep> {
  const open: JsonLevel[] = []
  let name: string | undefined
  SIGNS.lastIndex = 0
  for (let found = SIGNS.exec(text); found !== null; found = SIGNS.exec(text)) {
    const [sign] = found
    const at = found.index
    if (sign === '"') {
      const end = endOfString(text, at)
      if (end === -1) return
      SIGNS.lastIndex = end + 1
      if (open.at(-1)?.kind === '{' && /^\s*:/.test(text.slice(end + 1, end + 20))) name = text.slice(at + 1, end)
    } else if (sign === '{' || sign === '[') {
      yield { sign, at, within: open }
      open.push({ kind: sign, name: open.at(-1)?.kind === '{' ? name : undefined })
    } else if (sign === '}' || sign === ']') {
      open.pop()
      yield { sign, at, within: open }
    }
  }
}

const SIGNS = /["{}[\]]/g

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text[at - slashes - 1] === '\\') slashes += 1
  return slashes % 2 === 1
}
