/** Many short lines searched as one text: 700 kB take the engine less time than walking 37,000 names. */
export interface LineSearch<T> {
  /** What the lines with a word that begins with this text stand for: lines that begin with it first, then in order. */
  beginning(text: string): Generator<T>
  /** Lines where each of these words begins a word, in order. */
  withAll(words: readonly string[]): Generator<T>
}

/** Prepares lines, given best first, of words separated by single spaces. */
export function lineSearch<T>(lines: readonly { readonly line: string; readonly value: T }[]): LineSearch<T> {
  const starts = new Uint32Array(lines.length + 1)
  let length = 0
  lines.forEach(({ line }, i) => {
    starts[i] = length
    length += line.length + 2
  })
  starts[lines.length] = length
  const text = `${lines.map(({ line }) => `\n ${line}`).join('')}\n`
  const values = lines.map(({ value }) => value)
  const held = { text, starts, values }
  return { beginning: (start) => beginning(held, start), withAll: (words) => withAll(held, words) }
}

interface Held<T> {
  readonly text: string
  /** Where each line begins, its leading newline and space included. */
  readonly starts: Uint32Array
  readonly values: readonly T[]
}

function* beginning<T>(held: Held<T>, start: string): Generator<T> {
  const later: T[] = []
  for (const { at, value } of hits(held, ` ${start}`)) {
    if (held.text[at - 1] === '\n') yield value
    else later.push(value)
  }
  yield* later
}

function* withAll<T>(held: Held<T>, words: readonly string[]): Generator<T> {
  const starts = words.map((word) => ` ${word}`).sort((a, b) => b.length - a.length)
  for (const { line, value } of hits(held, starts[0] ?? ' ')) {
    const whole = held.text.slice(held.starts[line], held.starts[line + 1])
    if (starts.every((start) => whole.includes(start))) yield value
  }
}

// One hit a line at most.
function* hits<T>({ text, starts, values }: Held<T>, needle: string) {
  let line = 0
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, starts[line])) {
    while ((starts[line + 1] ?? text.length) <= at) line += 1
    const value = values[line]
    if (value === undefined) return
    yield { at, line, value }
    line += 1
  }
}
