/** A row while one looks for the heading. */
export interface Line {
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * Place of the heading among the first rows: the line that is asked for, else the one holding the most wanted columns, else the first that is
 * about as wide as the table: titles and dates often stand above it.
 */
export function headingAt(
  rows: readonly Line[],
  asked: { readonly heading?: number | undefined; readonly wanted?: readonly string[] | undefined },
): number {
  if (asked.heading !== undefined) {
    const { heading } = asked
    return rows.findIndex(({ line }) => line >= heading)
  }
  const wanted = new Set(asked.wanted)
  const held = rows.map(({ cells }) => cells.filter((cell) => wanted.has(cell.trim())).length)
  const most = Math.max(0, ...held)
  if (most > 0) return held.indexOf(most)
  const filled = rows.map(({ cells }) => cells.filter((cell) => cell.trim() !== '').length)
  const widest = Math.max(0, ...filled)
  return filled.findIndex((count) => count >= Math.max(1, widest * 0.6))
}

/** Names of the columns: the headings, trimmed; one without is `#3`, one that comes again `name (2)`. */
export function columnNames(cells: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  return cells.slice(0, MOST_COLUMNS).map((cell, index) => {
    const name = cell.trim().replace(/\s+/g, ' ').slice(0, 200) || `#${index + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${times})`
  })
}

/** Most columns read. */
export const MOST_COLUMNS = 1000
