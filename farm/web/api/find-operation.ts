import type { Operation } from './operation.ts'
import { OPERATIONS } from './operations.ts'

/** What an address and a method lead to. */
export type Found =
  | { readonly kind: 'found'; readonly operation: Operation; readonly params: Readonly<Record<string, string>> }
  /** Something is there, but not by this method. */
  | { readonly kind: 'other-method'; readonly methods: readonly string[]; readonly access: Operation['access'] }
  | { readonly kind: 'nothing' }

/** Finds what is asked by a method at a path below `/api/v1`; HEAD is answered as GET is. */
export function findOperation(method: string, path: string): Found {
  const asked = method === 'HEAD' ? 'GET' : method
  const here = PATTERNS.flatMap(({ operation, pattern }) => {
    const groups = pattern.exec(path)?.groups
    return pattern.test(path) ? [{ operation, params: decoded(groups ?? {}) }] : []
  })
  const found = here.find(({ operation }) => operation.method === asked)
  if (found?.params) return { kind: 'found', operation: found.operation, params: found.params }
  const methods = [...new Set(here.map(({ operation }) => operation.method))]
  if (methods.length === 0 || found) return { kind: 'nothing' }
  const access = here.some(({ operation }) => operation.access === 'public') ? 'public' : 'key'
  return { kind: 'other-method', access, methods: methods.includes('GET') ? ['HEAD', ...methods] : methods }
}

const PATTERNS = OPERATIONS.map((operation) => {
  const text = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const numeric = operation.parameters.some((one) => one.name === name && one.schema.type === 'integer')
    return `(?<${name}>${numeric ? '[1-9][0-9]{0,14}' : '[^/]{1,600}'})`
  })
  return { operation, pattern: new RegExp(`^${text}$`) }
})

function decoded(groups: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]))
  } catch {
    return undefined
  }
}
