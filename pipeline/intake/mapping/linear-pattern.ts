import { fail, ok, type Result } from '../../model/problem.ts'
import { type PatternNode, parsePattern, type SignTest } from './parse-pattern.ts'

/** A regular expression that reads each sign of a text once per instruction, whatever either looks like. */
export interface LinearPattern {
  /** The first group of the first match, or the whole of it where there is no group; nothing without a match. */
  extract(text: string): string | undefined
}

/**
 * Makes a regular expression of `. [a-z] [^a-z] \d \w \s \b ^ $ | ( ) (?: ) * + ? {2,3}` that never backtracks (Thompson's
 * construction, Pike's machine): patterns come from people, and must not hang an import. Problem: `bad-pattern`.
 */
export function linearPattern(pattern: string): Result<LinearPattern> {
  const parsed = pattern.length > 300 ? undefined : parsePattern(pattern)
  const program = parsed && compiled(parsed)
  if (program === undefined) return fail({ code: 'bad-pattern', params: { value: pattern.slice(0, 80) } })
  return ok({ extract: (text) => run(program, text.slice(0, LONGEST_TEXT)) })
}

const LONGEST_TEXT = 20_000
const LONGEST_PROGRAM = 1500

type Instruction =
  | { readonly op: 'sign'; readonly test: SignTest }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'mark'; readonly slot: 0 | 1 }
  | { readonly op: 'at'; readonly where: 'start' | 'end' | 'edge' }
  | { readonly op: 'match' }

interface Program {
  readonly code: readonly Instruction[]
  readonly grouped: boolean
}

function compiled(tree: { readonly root: PatternNode; readonly grouped: boolean }): Program | undefined {
  const code: Instruction[] = []
  const fits = emit(tree.root, code)
  code.push({ op: 'match' })
  return fits ? { code, grouped: tree.grouped } : undefined
}

/** Appends the instructions of a node; false when the program grows too long. */
function emit(node: PatternNode, code: Instruction[]): boolean {
  if (code.length > LONGEST_PROGRAM) return false
  switch (node.kind) {
    case 'sign':
      code.push({ op: 'sign', test: node.test })
      return true
    case 'at':
      code.push({ op: 'at', where: node.where })
      return true
    case 'all':
      return node.nodes.every((one) => emit(one, code))
    case 'any':
      return emitAny(node.nodes, code)
    case 'group':
      code.push({ op: 'mark', slot: 0 })
      if (!emit(node.node, code)) return false
      code.push({ op: 'mark', slot: 1 })
      return true
    case 'repeat':
      return emitRepeat(node, code)
  }
}

function emitAny([first, ...others]: readonly PatternNode[], code: Instruction[]): boolean {
  if (first === undefined) return true
  if (others.length === 0) return emit(first, code)
  const split = { op: 'split' as const, first: code.length + 1, second: 0 }
  code.push(split)
  if (!emit(first, code)) return false
  const jump = { op: 'jump' as const, to: 0 }
  code.push(jump)
  split.second = code.length
  const fits = emitAny(others, code)
  jump.to = code.length
  return fits
}

function emitRepeat(node: Extract<PatternNode, { kind: 'repeat' }>, code: Instruction[]): boolean {
  for (let count = 0; count < node.least; count += 1) if (!emit(node.node, code)) return false
  if (node.most === undefined) return emitLoop(node, code)
  const splits: { op: 'split'; first: number; second: number }[] = []
  for (let count = node.least; count < node.most; count += 1) {
    const split = { op: 'split' as const, first: 0, second: 0 }
    splits.push(split)
    code.push(split)
    const inside = code.length
    if (!emit(node.node, code)) return false
    ;[split.first, split.second] = [inside, inside]
  }
  for (const split of splits) {
    const inside = split.first
    ;[split.first, split.second] = node.greedy ? [inside, code.length] : [code.length, inside]
  }
  return true
}

function emitLoop(node: Extract<PatternNode, { kind: 'repeat' }>, code: Instruction[]): boolean {
  const start = code.length
  const split = { op: 'split' as const, first: start + 1, second: 0 }
  code.push(split)
  if (!emit(node.node, code)) return false
  code.push({ op: 'jump', to: start })
  ;[split.first, split.second] = node.greedy ? [start + 1, code.length] : [code.length, start + 1]
  return true
}

/** One way through the pattern: where it stands, where it began, and where the group lies. */
interface Thread {
  readonly at: number
  readonly from: number
  readonly group: readonly [number, number]
}

function run({ code, grouped }: Program, text: string): string | undefined {
  let threads: Thread[] = []
  let found: Thread | undefined
  let foundEnd = 0
  for (let position = 0; position <= text.length; position += 1) {
    const ready: Thread[] = []
    const seen = new Set<number>()
    const follow = { code, text, position, seen, ready }
    for (const thread of threads) followFree(thread, follow)
    if (found === undefined) followFree({ at: 0, from: position, group: [-1, -1] }, follow)
    threads = []
    for (const thread of ready) {
      const instruction = code[thread.at]
      if (instruction?.op === 'match') {
        // The threads after this one are of lesser right.
        ;[found, foundEnd] = [thread, position]
        break
      }
      if (instruction?.op === 'sign' && position < text.length && instruction.test(text.charCodeAt(position)))
        threads.push({ ...thread, at: thread.at + 1 })
    }
    if (threads.length === 0 && found !== undefined) break
  }
  if (found === undefined) return undefined
  const [start, end] = found.group
  if (grouped) return start >= 0 && end >= start ? text.slice(start, end) : ''
  return text.slice(found.from, foundEnd)
}

interface Following {
  readonly code: readonly Instruction[]
  readonly text: string
  readonly position: number
  readonly seen: Set<number>
  readonly ready: Thread[]
}

/** Follows what needs no sign, best first; each place of the program is entered once per position. */
function followFree(first: Thread, { code, text, position, seen, ready }: Following): void {
  const waiting = [first]
  for (let thread = waiting.pop(); thread !== undefined; thread = waiting.pop()) {
    if (seen.has(thread.at)) continue
    seen.add(thread.at)
    const instruction = code[thread.at]
    if (instruction === undefined) continue
    if (instruction.op === 'jump') waiting.push({ ...thread, at: instruction.to })
    else if (instruction.op === 'split')
      waiting.push({ ...thread, at: instruction.second }, { ...thread, at: instruction.first })
    else if (instruction.op === 'mark') {
      const [start, end] = thread.group
      const group = instruction.slot === 0 ? ([position, end] as const) : ([start, position] as const)
      waiting.push({ ...thread, at: thread.at + 1, group })
    } else if (instruction.op === 'at') {
      if (stands(instruction.where, text, position)) waiting.push({ ...thread, at: thread.at + 1 })
    } else ready.push(thread)
  }
}

function stands(where: 'start' | 'end' | 'edge', text: string, position: number): boolean {
  if (where === 'start') return position === 0
  if (where === 'end') return position === text.length
  const word = (at: number) => /[\p{L}\p{N}_]/u.test(text.charAt(at))
  return word(position - 1) !== word(position)
}
