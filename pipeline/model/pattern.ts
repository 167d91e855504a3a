/**
 * Makes records of these names in this order, each blank at first. A record built name by name is kept as a table of hashes by V8 once it
 * has more than some sixteen: several times as large, and slow to walk.
 */
export function patternOf(names: readonly string[]): () => Record<string, string> {
  const blank: Record<string, string> = JSON.parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, '']))))
  return () => ({ ...blank })
}
