/** A column: where its text stands, and how wide it may grow. */
export interface Column {
  readonly title: string
  readonly align?: 'right'
  /** Longer cells are cut. */
  readonly max?: number
}

/** Rows under their titles, in aligned columns. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = [columns.map((one) => one.title), ...rows].map((row) =>
    columns.map(({ max = 60 }, i) => cut(row[i] ?? '', max)),
  )
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => widthOf(row[i] ?? ''))))
  return cells
    .map((row) => row.map((cell, i) => pad(cell, widths[i] ?? 0, columns[i]?.align)).join('  '))
    .map(trimEnd)
    .join('\n')
}

/** Names beside their values, the values aligned. */
export function pairs(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([name]) => widthOf(name)))
  return rows.map(([name, value]) => trimEnd(`${pad(name, width)}  ${value}`)).join('\n')
}

function pad(cell: string, width: number, align?: 'right'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(cell)))
  return align === 'right' ? space + cell : cell + space
}

function cut(cell: string, max: number): string {
  const line = cell.replace(/\s+/g, ' ')
  return line.length > max ? `${line.slice(0, max - 1)}…` : line
}

// Combining marks take no place; nothing wider than one place is expected in these tables.
function widthOf(cell: string): number {
  return [...cell.normalize('NFC')].length
}

function trimEnd(line: string): string {
  return line.trimEnd()
}
