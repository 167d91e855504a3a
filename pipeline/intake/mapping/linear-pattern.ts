import { createRequire } from 'node:module'
import type { RE2JS } from 're2js'
import { fail, ok, type Result } from '../../model/problem.ts'

/** A regular expression that takes time in proportion to the text, whatever either looks like. */
export interface LinearPattern {
  /** The first group of the first match, or the whole of it where there is no group; nothing without a match. */
  extract(text: string): string | undefined
}

const require = createRequire(import.meta.url)
let engine: typeof RE2JS | undefined

// Loaded by the first pattern: half a megabyte that most imports do without.
function loadEngine(): typeof RE2JS {
  return require('re2js').RE2JS
}

const LONGEST_PATTERN = 300
const LONGEST_TEXT = 20_000

/**
 * Makes a regular expression of RE2 (https://github.com/google/re2/wiki/Syntax), which knows no look-around and no back-reference and never
 * backtracks: patterns come from people, and must not hang an import. Problem: `bad-pattern`.
 */
export function linearPattern(pattern: string): Result<LinearPattern> {
  const made = pattern.length > LONGEST_PATTERN ? undefined : compiled(pattern)
  if (made === undefined) return fail({ code: 'bad-pattern', params: { value: pattern.slice(0, 80) } })
  const group = Math.min(1, made.groupCount())
  return ok({
    extract(text) {
      const matcher = made.matcher(text.slice(0, LONGEST_TEXT))
      return matcher.find() ? (matcher.group(group) ?? undefined) : undefined
    },
  })
}

function compiled(pattern: string): RE2JS | undefined {
  try {
    engine ??= loadEngine()
    return engine.compile(pattern)
  } catch {
    return undefined
  }
}
