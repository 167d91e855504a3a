import type { Problem } from '../../pipeline/model/problem.ts'

/** A problem as a source remembers its last reading by: its code, then its figure (`page-not-found 404`), or its figures as JSON. */
export function statusOf({ code, params = {} }: Problem): string {
  const figures = Object.values(params)
  if (figures.length === 0) return code
  return `${code} ${figures.length === 1 ? figures[0] : JSON.stringify(params)}`
}

/** The problem such a word tells of, and its figure where it has one alone. */
export function readStatus(lastStatus: string): { readonly problem: Problem; readonly figure: string } {
  const space = lastStatus.indexOf(' ')
  const [code, rest] =
    space === -1 ? [lastStatus, ''] : [lastStatus.slice(0, space), lastStatus.slice(space + 1).trim()]
  const several = rest.startsWith('{') ? figuresIn(rest) : undefined
  if (several) return { problem: { code, params: several }, figure: '' }
  // One figure goes without its name: each sentence has one place for it.
  return { problem: { code, params: Object.fromEntries(NAMES.map((name) => [name, rest])) }, figure: rest }
}

const NAMES = [
  'status',
  'reason',
  'address',
  'phase',
  'feed',
  'max',
  'value',
  'expected',
  'found',
  'url',
  'kind',
  'names',
]

function figuresIn(text: string): Record<string, string | number> | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    const entries = Object.entries(typeof parsed === 'object' && parsed !== null ? parsed : {})
    return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string' || typeof value === 'number'))
  } catch {
    return undefined
  }
}
