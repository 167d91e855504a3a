import { jsonSteps, pathOf } from './json-shape.ts'

/** The pieces of a JSON that are the objects of the list at a path, each to be parsed alone; an empty path also means objects one after the other. */
export function* jsonRecords(text: string, path: string): Generator<string> {
  let start: number | undefined
  let depth = 0
  for (const { sign, at, within } of jsonSteps(text)) {
    const level = within.length
    if (sign === '{' && start === undefined && holds(within, path)) {
      start = at
      depth = level
    }
    if (sign !== '}' || start === undefined || level !== depth) continue
    yield text.slice(start, at + 1)
    start = undefined
  }
  // Cut in the middle of an object: it is told, not lost.
  if (start !== undefined) yield text.slice(start)
}

function holds(within: Parameters<typeof pathOf>[0], path: string): boolean {
  if (within.length === 0) return path === ''
  return within.at(-1)?.kind === '[' && pathOf(within) === path
}
