import type { Problem } from '../model/problem.ts'
import type { Tag } from './tags.ts'

/** Deepest nesting read: no exchange format of the farm goes beyond a dozen. */
export const MAX_DEPTH = 64

/** The problem `doctype-refused` of a declaration that could define entities; a bare `<!DOCTYPE rss>` does no harm. */
export function declarationProblem(text: string, tag: Tag): Problem | undefined {
  const declaration = text.slice(tag.start, tag.end)
  const subset = declaration.indexOf('[')
  const bare = subset === -1 || (declaration.includes('>') && declaration.indexOf('>') < subset)
  return tag.name.toLowerCase() === 'doctype' && bare ? undefined : { code: 'doctype-refused' }
}
