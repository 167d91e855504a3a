/** A piece of text that stayed, went or came. */
export interface Piece {
  readonly kind: 'same' | 'gone' | 'new'
  readonly text: string
}

/** Compares two texts: paragraph by paragraph, then word by word inside the paragraphs that changed. */
export function textDiff(before: string, after: string): Piece[] {
  const blocks = sequenceDiff(paragraphs(before), paragraphs(after))
  return joined(blocks.flatMap((block) => refined(block)))
}

/** A run of tokens that stayed, or was replaced: either side may be empty. */
interface Block {
  readonly same: boolean
  readonly before: readonly string[]
  readonly after: readonly string[]
}

function refined({ same, before, after }: Block): Piece[] {
  if (same) return [{ kind: 'same', text: after.join('') }]
  return sequenceDiff(tokens(before.join('')), tokens(after.join(''))).flatMap((word): Piece[] =>
    word.same
      ? [{ kind: 'same', text: word.after.join('') }]
      : [
          { kind: 'gone', text: word.before.join('') },
          { kind: 'new', text: word.after.join('') },
        ],
  )
}

function paragraphs(text: string): string[] {
  return text.split(/(?<=\n)/)
}

function tokens(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu) ?? []
}

function joined(pieces: readonly Piece[]): Piece[] {
  const found: Piece[] = []
  for (const piece of pieces) {
    const last = found.at(-1)
    if (piece.text === '') continue
    if (last?.kind === piece.kind) found[found.length - 1] = { kind: piece.kind, text: last.text + piece.text }
    else found.push(piece)
  }
  return found
}

// Beyond this many comparisons a text was rewritten, and word-by-word would not read better.
const MOST = 4_000_000

function sequenceDiff(before: readonly string[], after: readonly string[]): Block[] {
  const start = commonLength(before, after, (list, i) => list[i])
  const rest = { before: before.slice(start), after: after.slice(start) }
  const end = commonLength(rest.before, rest.after, (list, i) => list[list.length - 1 - i])
  const a = rest.before.slice(0, rest.before.length - end)
  const b = rest.after.slice(0, rest.after.length - end)
  const same = (part: readonly string[]): Block => ({ same: true, before: part, after: part })
  const middle = a.length * b.length > MOST ? [{ same: false, before: a, after: b }] : longestCommon(a, b)
  return [same(before.slice(0, start)), ...middle, same(before.slice(before.length - end))]
}

function commonLength(
  a: readonly string[],
  b: readonly string[],
  at: (list: readonly string[], i: number) => string | undefined,
): number {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && at(a, length) === at(b, length)) length++
  return length
}

function longestCommon(a: readonly string[], b: readonly string[]): Block[] {
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const blocks: Block[] = []
  let [i, j, fromA, fromB] = [0, 0, 0, 0]
  while (i < a.length && j < b.length) {
    if (a[i] !== b[j]) {
      if (at(i + 1, j) >= at(i, j + 1)) i++
      else j++
      continue
    }
    if (i > fromA || j > fromB) blocks.push({ same: false, before: a.slice(fromA, i), after: b.slice(fromB, j) })
    blocks.push({ same: true, before: a.slice(i, i + 1), after: b.slice(j, j + 1) })
    fromA = ++i
    fromB = ++j
  }
  if (fromA < a.length || fromB < b.length) blocks.push({ same: false, before: a.slice(fromA), after: b.slice(fromB) })
  return blocks
}
