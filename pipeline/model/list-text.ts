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
