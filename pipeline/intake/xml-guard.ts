import { XMLValidator } from 'fast-xml-parser'
import type { Problem } from '../model/problem.ts'
import { type Tag, tags } from './tags.ts'

/** Deepest nesting read: no exchange format of the farm goes beyond a dozen. */
export const MAX_DEPTH = 64

/** The problem `doctype-refused` of a declaration that could define entities; a bare `<!DOCTYPE rss>` does no harm. */
export function declarationProblem(text: string, tag: Tag): Problem | undefined {
  const declaration = text.slice(tag.start, tag.end)
  const subset = declaration.indexOf('[')
  const bare = subset === -1 || (declaration.includes('>') && declaration.indexOf('>') < subset)
  return tag.name.toLowerCase() === 'doctype' && bare ? undefined : { code: 'doctype-refused' }
}

/**
 * Why a document must not reach a parser: `doctype-refused`, `too-deep` { max }, or `not-well-formed` { line, column }.
 * The first two are found by reading along, before anything is built from the text.
 */
export function xmlProblem(text: string): Problem | undefined {
  let depth = 0
  for (const tag of tags(text)) {
    if (tag.kind === 'declaration') {
      const problem = declarationProblem(text, tag)
      if (problem !== undefined) return problem
    }
    if (tag.kind === 'open') depth += 1
    if (tag.kind === 'close') depth -= 1
    if (depth > MAX_DEPTH) return { code: 'too-deep', params: { max: MAX_DEPTH } }
  }
  return formProblem(text)
}

function formProblem(text: string): Problem | undefined {
  const verdict = XMLValidator.validate(text)
  if (verdict === true) return undefined
  const { line, col } = verdict.err
  return { code: 'not-well-formed', line, params: { line, column: col ?? 1 } }
}
