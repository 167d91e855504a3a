import type { Problem } from '../model/problem.ts'

/** Problems of a whole file, each told once, however many items meet it. */
export interface Warnings {
  /** Grows as the file is read; holds 200 at most. */
  readonly list: readonly Problem[]
  add(problem: Problem): void
}

/** A list of warnings that starts with those already known. */
export function startWarnings(known: readonly Problem[] = []): Warnings {
  const list = [...known]
  const seen = new Set<string>()
  return {
    list,
    add(problem) {
      const key = JSON.stringify(problem)
      if (seen.has(key) || list.length >= 200) return
      seen.add(key)
      list.push(problem)
    },
  }
}
