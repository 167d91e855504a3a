/**
 * Writes a list in one cell: items joined by ` | `, with `\` and `|` inside an item written `\\` and `\|`;
 * `splitList(joinList(items))` gives the items again, but for the blanks around each.
 */
export function joinList(items: readonly string[]): string {
  return items.map((item) => item.replace(/[\\|]/g, '\\$&')).join(' | ')
}

/** Reads such a cell: trimmed items, empty ones kept in their place (parallel columns stay aligned); `[]` for a blank cell. */
export function splitList(text: string): readonly string[] {
  if (text.trim() === '') return []
  const items = ['']
  for (const [token] of text.matchAll(/\\[\\|]|./gs)) {
    if (token === '|') items.push('')
    else items.push((items.pop() ?? '') + (token.length === 2 ? token.charAt(1) : token))
  }
  return items.map((item) => item.trim())
}

/** Reads the parallel cells of composite values, `{ file: 'a | b', name: ' | x' }`, as one record per value; a missing part is empty. */
export function splitParts(parts: Readonly<Record<string, string>>): readonly Readonly<Record<string, string>>[] {
  const columns = Object.entries(parts).map(([name, text]) => ({ name, items: splitList(text) }))
  const length = Math.max(0, ...columns.map(({ items }) => items.length))
  return Array.from({ length }, (_, index) =>
    Object.fromEntries(columns.map(({ name, items }) => [name, items[index] ?? ''])),
  )
}
